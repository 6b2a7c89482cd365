"""What `/privacy …` does: hand over, ask, forget."""

import asyncio
from typing import Any

import discord

from cogs.common.answers import send_privately, turn_page
from cogs.privacy import screens
from cogs.privacy.files import file_of
from community.privacy import Upkeep


class PrivacyFace:
    """The face of privacy. All of it is private, and of whoever asks."""

    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep

    async def export(self, interaction: discord.Interaction[Any]) -> None:
        """Hand over all that is kept of the member."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept = await self._upkeep.everything_of(interaction.user.id)
        if not kept:
            await send_privately(interaction, screens.nothing())
            return
        limit = interaction.filesize_limit
        # Packing years of questions would hold up every member's button.
        file = await asyncio.to_thread(file_of, kept, limit)
        if len(file.content) > limit:
            await send_privately(interaction, screens.too_large(len(file.content), limit))
            return
        await send_privately(interaction, screens.exported(file.name), file)

    async def ask(self, interaction: discord.Interaction[Any]) -> None:
        """Say what forgetting means, and ask."""
        await turn_page(interaction, screens.asked())

    async def forget(self, interaction: discord.Interaction[Any]) -> None:
        """Forget the member, then say what could not be reached."""
        waits = await self._upkeep.forget(interaction.user.id)
        await turn_page(interaction, screens.forgotten(waits=waits))
