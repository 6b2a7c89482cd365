"""Numbers and times as text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

_NO_BREAK_SPACE: Final = "\u00a0"
_LABEL_WIDTH: Final = 8
_BAR_CELLS: Final = 8


def relative(moment: datetime) -> str:
    """The moment as "in 4 minutes" or "6 seconds ago", which every client keeps up to date by itself."""
    return f"<t:{int(moment.timestamp())}:R>"


def time_of_day(moment: datetime) -> str:
    """The moment as a time of day, in the reader's own time zone and style."""
    return f"<t:{int(moment.timestamp())}:t>"


def tally_chart(counts: Mapping[str, int]) -> str:
    """A code block with a line for each label: its count and a bar for its share of the sum.

    A bar has up to eight cells in half steps; what was counted at all has at least half a cell.
    """
    total = sum(counts.values())
    width = len(f"{total:,}")
    lines = (
        f"{label:<{_LABEL_WIDTH}} {count:>{width},} {_bar(count, total)}".rstrip() for label, count in counts.items()
    )
    return "\n".join(("```", *lines, "```"))


def _bar(count: int, total: int) -> str:
    if not count:
        return ""
    halves = max(1, round(count / total * _BAR_CELLS * 2))
    return "█" * (halves // 2) + "▌" * (halves % 2)
