"""Tables, which Discord does not know, as aligned plain text."""

import re
from collections.abc import Sequence
from typing import Final

from cogs.common.text.measure import columns

_RULE: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BAR: Final = re.compile(r"(?<!\\)\|")
_MARKS: Final = re.compile(r"\*\*|(?<!\w)__|__(?!\w)|<br\s*/?>|`")


def table_length(lines: Sequence[str]) -> int:
    """How many of the first lines are one table; 0 where none begins."""
    if len(lines) < 2 or "|" not in lines[0] or "|" not in lines[1]:  # noqa: PLR2004 - a head and its rule
        return 0
    if not _RULE.fullmatch(lines[1]) or len(_cells(lines[0])) != len(_cells(lines[1])):
        return 0
    return next((index for index, line in enumerate(lines) if "|" not in line), len(lines))


def table_rows(lines: Sequence[str]) -> tuple[str, ...]:
    """The table's rows with their columns aligned and a line under the head."""
    rows = [_cells(line) for number, line in enumerate(lines) if number != 1]
    number = max(map(len, rows))
    padded = [row + [""] * (number - len(row)) for row in rows]
    widths = [max(columns(row[column]) for row in padded) for column in range(number)]
    drawn = ["  ".join(map(_padded, row, widths)).rstrip() for row in padded]
    return (drawn[0], "  ".join("-" * width for width in widths), *drawn[1:])


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - columns(cell))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [
        _MARKS.sub(lambda mark: " " if mark[0].startswith("<") else "", cell).replace("\\|", "|").strip()
        for cell in _BAR.split(inner)
    ]
