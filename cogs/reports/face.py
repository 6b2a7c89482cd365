"""What members and moderators do with reports."""

from typing import Any

import discord

from cogs.common.answers import send_privately, turn_page
from cogs.common.feature import guild_of
from cogs.reports import screens
from community.errors import DeskClosed
from community.reports import About, Reports


class ReportsFace:
    """The face of reports. Discord itself shows the command only to members who manage the server."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    async def report(self, interaction: discord.Interaction[Any], about: About, words: str) -> None:
        """Keep the report, and say who will read it."""
        told = await self._reports.file(guild_of(interaction), about, interaction.user.id, words)
        await turn_page(interaction, screens.reported(about.subject, told=told))

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show the newest reports, and where moderators are told."""
        guild_id = guild_of(interaction)
        channel_id = await self._reports.channel(guild_id)
        await turn_page(interaction, screens.reports(await self._reports.newest(guild_id), channel_id))

    async def choose_channel(self, interaction: discord.Interaction[Any], channel_id: int | None) -> None:
        """Tell the moderators there, or nowhere."""
        try:
            await self._reports.choose_channel(guild_of(interaction), channel_id)
        except DeskClosed:
            await send_privately(interaction, screens.closed())
            return
        await self.show(interaction)
