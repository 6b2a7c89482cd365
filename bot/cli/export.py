"""`blindbout export`: a server's battles and ballots in a file, of any size."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import plain_errors
from bot.settings import Settings
from community.clock import SystemClock
from community.exports import Format, NothingToExport, ParquetMissing, export
from storage.community.exports import SqlExportReader
from storage.database import open_database
from storage.migrating import migrate


def export_guild(
    guild: Annotated[int, typer.Option(help="The server's id (in Discord: Copy Server ID).")],
    form: Annotated[Format, typer.Option("--format", help="How the files are written.")] = Format.JSONL,
    file: Annotated[Path, typer.Option(help="The zip file to write.", dir_okay=False)] = Path("export.zip"),
) -> None:
    """Write a server's revealed battles and their ballots, with members as pseudonyms (docs/export.md)."""
    with plain_errors():
        try:
            battles = asyncio.run(_export(Settings.load(), guild, form, file))
        except NothingToExport:
            typer.echo("There is nothing to export: no battle of that server is revealed.", err=True)
            raise typer.Exit(1) from None
        except ParquetMissing:
            typer.echo('Parquet is not installed: pip install "blindbout[parquet]"', err=True)
            raise typer.Exit(1) from None
    typer.echo(f"{battles} battles in {file}")


async def _export(settings: Settings, guild: int, form: Format, file: Path) -> int:
    async with open_database(settings.database_url) as database:
        await migrate(database, "community")
        return await export(SqlExportReader(database), guild, form, file, now=SystemClock().now())
