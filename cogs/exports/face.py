"""What `/manage export` does: write the file, hand it over privately."""

import tempfile
from pathlib import Path
from typing import Any, Final

import discord
import structlog

from cogs.common.answers import send_privately
from cogs.common.feature import guild_of
from cogs.exports import screens
from community.clock import Clock
from community.errors import Refusal
from community.exports import ExportReader, Format, export

log = structlog.get_logger(__name__)

NAME: Final = "export.zip"


class ExportFace:
    """The face of exports. Discord itself shows the command only to members who manage the server."""

    def __init__(self, *, reader: ExportReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock

    async def export(self, interaction: discord.Interaction[Any], form: Format) -> None:
        """Hand over the server's export."""
        guild_id = guild_of(interaction)
        # Reading and packing takes longer than Discord waits.
        await interaction.response.defer(ephemeral=True, thinking=True)
        with tempfile.TemporaryDirectory(prefix="blindbout-") as folder:
            target = Path(folder) / NAME
            limit = interaction.filesize_limit
            try:
                battles = await export(self._reader, guild_id, form, target, now=self._clock.now(), limit=limit)
            except Refusal as refusal:
                await send_privately(interaction, screens.refusal(refusal, guild_id))
                return
            log.info("export.made", guild=guild_id, member=interaction.user.id, battles=battles)
            await interaction.followup.send(
                view=screens.exported(battles, NAME), file=discord.File(target, NAME), ephemeral=True
            )
