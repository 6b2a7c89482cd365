"""What `/privacy …` does: hand over, ask, forget."""

import io
import json
from typing import Any, Final

import discord
import structlog

from cogs.common.answers import turn_page
from cogs.privacy import screens
from community.privacy import Upkeep

log = structlog.get_logger(__name__)

FILE: Final = "your-data.json"


class PrivacyFace:
    """The face of privacy. All of it is private, and of whoever asks."""

    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep

    async def export(self, interaction: discord.Interaction[Any]) -> None:
        """Hand over all that is kept of the member."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept = await self._upkeep.everything_of(interaction.user.id)
        if not kept:
            await interaction.followup.send(view=screens.nothing(), ephemeral=True)
            return
        content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
        file = discord.File(io.BytesIO(content), FILE)
        await interaction.followup.send(view=screens.exported(FILE), file=file, ephemeral=True)

    async def ask(self, interaction: discord.Interaction[Any]) -> None:
        """Say what forgetting means, and ask."""
        await turn_page(interaction, screens.asked())

    async def forget(self, interaction: discord.Interaction[Any]) -> None:
        """Forget the member, then say what could not be reached."""
        waits = await self._upkeep.forget(interaction.user.id)
        await turn_page(interaction, screens.forgotten(waits=waits))
