"""Numbers and times as text."""

from collections.abc import Mapping
from datetime import datetime
from math import floor, log10
from typing import Final

_NO_BREAK_SPACE: Final = "\u00a0"
_LABEL_WIDTH: Final = 8
_BAR_CELLS: Final = 8
_LEAST_PRICE: Final = 0.000001
"""Dollars; below it an amount is only said to be smaller."""


def relative(moment: datetime) -> str:
    """The moment as "in 4 minutes" or "6 seconds ago", which every client keeps up to date by itself."""
    return f"<t:{int(moment.timestamp())}:R>"


def time_of_day(moment: datetime) -> str:
    """The moment as a time of day, in the reader's own time zone and style."""
    return f"<t:{int(moment.timestamp())}:t>"


def elapsed(seconds: float) -> str:
    """A span of time: `8.2 s`, `94 s`, `12 min`."""
    if seconds < 10:  # noqa: PLR2004 - from ten seconds on, tenths say nothing
        return f"{seconds:.1f} s"
    if seconds < 120:  # noqa: PLR2004 - up to two minutes, seconds are easier to compare
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"


def price(dollars: float) -> str:
    """A small amount of US dollars, to two digits that count: `$0.0031`, `$1.20`."""
    if dollars == 0:
        return "$0"
    if dollars < _LEAST_PRICE:
        return f"under ${_LEAST_PRICE:f}"
    digits = max(2, 1 - floor(log10(dollars)))
    return f"${dollars:,.{digits}f}"


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
