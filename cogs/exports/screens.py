"""What managers see of exports."""

from typing import Final

from discord import ui

from cogs.common.look import SLATE, TEAL, card, rule, small, words
from cogs.common.text import counted
from community.errors import Refusal
from community.exports import ExportTooLarge, NothingToExport, ParquetMissing

_MEGABYTE: Final = 1024 * 1024


def exported(battles: int, name: str) -> ui.LayoutView:
    """The file, and what is in it."""
    return card(
        TEAL,
        words(
            "### Your export",
            f"{counted(battles, 'battle')} with questions, answers and all ballots. A note in it explains each field.",
        ),
        ui.File(f"attachment://{name}"),
        rule(),
        words(small("Members stand as pseudonyms that mean nothing elsewhere", "questions and answers are as written")),
    )


def refusal(error: Refusal, guild_id: int) -> ui.LayoutView:
    """Why there is no file."""
    said: tuple[str, ...]
    match error:
        case NothingToExport():
            said = (
                "### There is nothing to export yet",
                "Only revealed battles are exported, and there is none so far.",
            )
        case ExportTooLarge():
            said = (
                "### The export is too large for Discord",
                f"It has {error.size / _MEGABYTE:.1f} MB, and here {error.limit / _MEGABYTE:.0f} MB fit.",
                f"Whoever runs this bot can make one of any size: `blindbout export --guild {guild_id}`",
            )
        case ParquetMissing():
            said = (
                "### Parquet is not installed here",
                "CSV and JSON lines hold the same. Whoever runs this bot can install Parquet: `blindbout[parquet]`",
            )
        case _:
            raise AssertionError(f"exports are not refused for {error!r}")
    return card(SLATE, words(*said))
