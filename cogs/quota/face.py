"""What `/quota` does."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

import discord

from cogs.common.answers import send_privately
from cogs.common.feature import guild_of
from cogs.quota import screens
from community.quotas import Kind, Left

LeftOf: TypeAlias = Callable[[int, int], Awaitable[Sequence[Left]]]
"""What is left for a guild's member, by allowance: the member's own, the guild's, the bot's."""


class QuotaFace:
    """The face of quotas."""

    def __init__(self, left: Mapping[Kind, LeftOf]) -> None:
        self._left = left

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show the member what is left of everything."""
        guild_id, member_id = guild_of(interaction), interaction.user.id
        left = {kind: await left_of(guild_id, member_id) for kind, left_of in self._left.items()}
        await send_privately(interaction, screens.quota(left))
