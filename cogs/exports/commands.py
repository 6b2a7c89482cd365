"""`/manage export`."""

from typing import Any, Final

import discord
from discord import app_commands

from cogs.exports.face import ExportFace
from community.exports import Format

_FORMATS: Final = [
    app_commands.Choice(name="CSV, for spreadsheets", value=str(Format.CSV)),
    app_commands.Choice(name="JSON lines, for programs", value=str(Format.JSONL)),
    app_commands.Choice(name="Parquet, for data frames", value=str(Format.PARQUET)),
]


def export_command(face: ExportFace) -> app_commands.Command[Any, ..., None]:
    """The command, to be put below `/manage`."""

    @app_commands.command(name="export", description="All revealed battles and ballots as files; members as pseudonyms")
    @app_commands.describe(form="How the files are written")
    @app_commands.rename(form="format")
    @app_commands.choices(form=_FORMATS)
    async def export(interaction: discord.Interaction[Any], form: str = Format.CSV) -> None:
        await face.export(interaction, Format(form))

    return export
