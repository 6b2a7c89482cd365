"""Exporting a guild: its battles and its ballots in one zip file, with a note on what they are."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from community.exports.errors import ExportTooLarge, NothingToExport
from community.exports.files import Format, sheet
from community.exports.ports import ExportReader
from community.exports.records import BallotRecord, BattleRecord, Record

NOTE: Final = """\
battles.{form}   one record a battle that was closed and revealed, and not voided
ballots.{form}   one record a ballot on one of them

Members stand as pseudonyms: the same one in every export of this server, and nobody's elsewhere.
Times are Unix seconds. Open battles are left out. The fields:

{fields}
"""


async def export(
    reader: ExportReader, guild_id: int, form: Format, target: Path, *, now: datetime, limit: int | None = None
) -> int:
    """Write the guild's export to `target`, a zip file of at most `limit` bytes; how many battles it holds.

    Raises:
        NothingToExport: there is no battle to export; nothing was written.
        ExportTooLarge: it would be larger than `limit`; nothing was written.
        ParquetMissing: the extra `parquet` is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="blindbout-export-") as name:
        folder = Path(name)
        battles = await _fill(folder / f"battles.{form}", BattleRecord, form, reader.battles(guild_id, now))
        if not battles:
            raise NothingToExport
        await _fill(folder / f"ballots.{form}", BallotRecord, form, reader.ballots(guild_id, now))
        (folder / "README.txt").write_text(NOTE.format(form=form, fields=_fields()), encoding="utf-8")
        packed = await asyncio.to_thread(_packed, folder)
        size = packed.stat().st_size
        if limit is not None and size > limit:
            raise ExportTooLarge(size, limit)
        # Moved when it is whole: whoever finds a file there may trust it.
        await asyncio.to_thread(_move, packed, target)
    return battles


async def _fill(path: Path, kind: type[Record], form: Format, pages: AsyncIterator[Sequence[Record]]) -> int:
    count = 0
    with sheet(path, kind, form) as opened:
        async for page in pages:
            # Encoding thousands of records would hold up every member's button.
            await asyncio.to_thread(opened.write, page)
            count += len(page)
    return count


def _packed(folder: Path) -> Path:
    packed = folder / "export.zip"
    with ZipFile(packed, "x", ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            if file != packed:
                archive.write(file, file.name)
    return packed


def _move(packed: Path, target: Path) -> None:
    beside = target.with_name(target.name + ".part")
    shutil.copyfile(packed, beside)
    beside.replace(target)


def _fields() -> str:
    return "\n\n".join(
        "\n".join((title, *(f"  {name:17} {field.description}" for name, field in kind.model_fields.items())))
        for title, kind in (("battles", BattleRecord), ("ballots", BallotRecord))
    )
