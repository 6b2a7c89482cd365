"""Where a text may be cut without breaking what is written there."""

import re
from itertools import takewhile
from typing import Final

from cogs.common.text.inline import CODE_SPAN, ZERO_WIDTH_SPACE, continued
from cogs.common.text.measure import longest_prefix, units

_UNBREAKABLE: Final = re.compile(rf"\\.|{CODE_SPAN}")
_SENTENCE_END: Final = re.compile(r"(?:[.!?…:][\"”’)\]*_`]*(?=\s)|[。！？])")  # noqa: RUF001 - Chinese and Japanese
_WORD_END: Final = re.compile(r"(?<=\S)(?=\s)")
_BOLD: Final = re.compile(rf"\\.|{CODE_SPAN}|\*\*")


def sentence_end(line: str, limit: int) -> int:
    """How many characters of `line` end with a sentence and fit into `limit` UTF-16 units; 0 where none do."""
    return _last_end(_SENTENCE_END, line, limit)


def word_end(line: str, limit: int) -> int:
    """How many characters of `line` end with a word and fit into `limit` UTF-16 units; 0 where none do."""
    return _last_end(_WORD_END, line, limit)


def any_end(line: str, limit: int) -> int:
    """How many characters of `line` fit into `limit` UTF-16 units without cutting a code span or an escape."""
    cut = longest_prefix(line, limit)
    span = _span_around(line, cut)
    return span.start() if span else cut


def _span_around(line: str, cut: int) -> re.Match[str] | None:
    """The code span or escape that a cut there would break."""
    before = takewhile(lambda match: match.start() < cut, _UNBREAKABLE.finditer(line))
    return next((match for match in before if cut < match.end()), None)


def _last_end(ends: re.Pattern[str], line: str, limit: int) -> int:
    fitting = longest_prefix(line, limit)
    spans = [match.span() for match in takewhile(lambda match: match.start() < fitting, _UNBREAKABLE.finditer(line))]
    fits = [match.end() for match in takewhile(lambda match: match.end() <= fitting, ends.finditer(line))]
    return next((at for at in reversed(fits) if not any(start < at < end for start, end in spans)), 0)


def balanced(line: str) -> str:
    """The beginning of a line, its bold ended where the cut left it open: at most two characters longer."""
    if sum(match[0] == "**" for match in _BOLD.finditer(line)) % 2 == 0:
        return line
    return line.removesuffix("**").rstrip() if line.endswith("**") else line + "**"


def split_line(line: str, limit: int) -> tuple[str, str]:
    """A line longer than `limit` UTF-16 units in two, at a word where that leaves half of it or more.

    A code span that has to be cut is closed and opened again, and what comes second is no heading or list by the cut
    alone. `limit` is at least 16.
    """
    cut = word_end(line, limit)
    if units(line[:cut]) * 2 > limit:
        return line[:cut], continued(line[cut:].lstrip())
    cut = longest_prefix(line, limit)
    span = _span_around(line, cut)
    if span is None:
        return line[:cut], continued(line[cut:])
    if span.start() > 0:
        return line[: span.start()], line[span.start() :]
    return _split_code_span(line, span["ticks"], limit)


def _split_code_span(line: str, ticks: str, limit: int) -> tuple[str, str]:
    inside = longest_prefix(line, limit - len(ticks) - len(ZERO_WIDTH_SPACE))
    head, tail = line[:inside], line[inside:]
    # A tick beside the new end of the span would make it longer.
    ending = ZERO_WIDTH_SPACE if head.endswith("`") else ""
    beginning = ZERO_WIDTH_SPACE if tail.startswith("`") else ""
    return f"{head}{ending}{ticks}", f"{ticks}{beginning}{tail}"
