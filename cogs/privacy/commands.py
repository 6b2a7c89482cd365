"""`/privacy …`."""

from typing import Any

import discord
from discord import app_commands

from cogs.privacy.face import PrivacyFace


class PrivacyCommands(app_commands.Group):
    """What is kept of a member."""

    def __init__(self, face: PrivacyFace) -> None:
        super().__init__(
            name="privacy",
            description="What is kept of you: have it, or have it forgotten",
            guild_only=True,
        )
        self._face = face

    @app_commands.command(name="export", description="Everything that is kept of you, on all servers, as a file")
    async def export(self, interaction: discord.Interaction[Any]) -> None:
        """Hand it over."""
        await self._face.export(interaction)

    @app_commands.command(name="forget", description="Have everything forgotten that is kept of you, on all servers")
    async def forget(self, interaction: discord.Interaction[Any]) -> None:
        """Ask first."""
        await self._face.ask(interaction)
