"""What `/battle history` and its buttons do. A reader sees the battles of the channels that they can see."""

from collections.abc import Sequence
from typing import Any

import discord

from cogs.battle.history import screens
from cogs.battle.history.ids import TurnTo
from cogs.common.answers import turn_page
from cogs.common.feature import guild_of
from community.history import History, Wanted, sign_of


class HistoryFace:
    """The face of history. All of it is private."""

    def __init__(self, history: History) -> None:
        self._history = history

    async def show(self, interaction: discord.Interaction[Any], *, mine: bool, model: str | None) -> None:
        """Show the first page; `model` is a name as a member typed it."""
        if model is not None:
            names = await self._history.names_like(guild_of(interaction), _visible(interaction), model)
            known = next((name for name in names if name.casefold() == model.strip().casefold()), None)
            if known is None:
                await turn_page(interaction, screens.model_unknown(model))
                return
            model = known
        await self._page(interaction, TurnTo(mine=mine, page=0, sign=None if model is None else sign_of(model)), model)

    async def turn(self, interaction: discord.Interaction[Any], to: TurnTo) -> None:
        """Show another page."""
        model = None
        if to.sign is not None:
            model = await self._history.named(guild_of(interaction), _visible(interaction), to.sign)
            if model is None:
                await turn_page(interaction, screens.model_unknown(""))
                return
        await self._page(interaction, to, model)

    async def names_like(self, interaction: discord.Interaction[Any], typed: str) -> Sequence[str]:
        """Names to propose."""
        return await self._history.names_like(guild_of(interaction), _visible(interaction), typed)

    async def _page(self, interaction: discord.Interaction[Any], to: TurnTo, model: str | None) -> None:
        wanted = Wanted(
            guild_id=guild_of(interaction),
            channels=_visible(interaction),
            member_id=interaction.user.id if to.mine else None,
            model=model,
        )
        await turn_page(interaction, screens.history(await self._history.page(wanted, to.page), to, model=model))


def _visible(interaction: discord.Interaction[Any]) -> frozenset[int]:
    """The channels and threads that the member can read. Of private threads only the one that was asked in."""
    guild, member = interaction.guild, interaction.user
    here = {interaction.channel_id} if interaction.channel_id is not None else set()
    if guild is None or not isinstance(member, discord.Member):
        return frozenset(here)
    places = [*guild.channels, *(thread for thread in guild.threads if not thread.is_private())]
    return frozenset(here | {place.id for place in places if place.permissions_for(member).view_channel})
