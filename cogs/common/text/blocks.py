"""An answer as blocks that may be shown one by one: prose and code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from cogs.common.text.inline import inert, plain_line, safe_line
from cogs.common.text.measure import clean
from cogs.common.text.tables import table_length, table_rows

_FENCE: Final = re.compile(r"(?P<indent>\s*)(?P<fence>`{3,}|~{3,})\s*(?P<info>[^`]*)")
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9_+\-.#]+")


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines without an empty one between them, already safe to show."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Code:
    """The lines of a code block, already unable to end it; the language may be empty."""

    lines: tuple[str, ...]
    language: str = ""

    def __str__(self) -> str:
        return "\n".join((f"```{self.language}", *self.lines, "```"))


Block: TypeAlias = Prose | Code


def separator(before: Block | None, after: Block) -> str:
    """What stands between two blocks: Discord leaves room around code by itself."""
    if before is None:
        return ""
    return "\n\n" if isinstance(before, Prose) and isinstance(after, Prose) else "\n"


def markdown_blocks(text: str, *, targets: bool) -> tuple[Block, ...]:
    """The blocks of a markdown text, safe to show.

    Headings become bold, tables become code, pictures and links keep their words, and with `targets` their addresses
    too. Whoever wrote the text cannot mention, show a time or an emoji, or end a block early.
    """
    blocks: list[Block] = []
    lines = clean(text).split("\n")
    position = 0
    while position < len(lines):
        opening = _FENCE.fullmatch(lines[position])
        if opening:
            code, position = _fenced(lines, position, opening)
            blocks.extend(code)
        elif not lines[position].strip():
            position += 1
        elif length := table_length(lines[position : _paragraph_end(lines, position)]):
            blocks.append(Code(tuple(map(inert, table_rows(lines[position : position + length])))))
            position += length
        else:
            prose, position = _prose(lines, position, targets=targets)
            blocks.extend(prose)
    return tuple(blocks)


def readable_blocks(text: str, *, targets: bool) -> tuple[Block, ...]:
    """Its markdown blocks, or the bare characters of a text that is nothing but marks; empty for white space only."""
    return markdown_blocks(text, targets=targets) or plain_blocks(text)


def plain_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text whose every character is shown as it was written."""
    paragraphs = re.split(r"\n(?:[^\S\n]*\n)+", clean(text))
    kept = ([line for line in paragraph.split("\n") if line.strip()] for paragraph in paragraphs)
    return tuple(Prose(tuple(map(plain_line, lines))) for lines in kept if lines)


def _paragraph_end(lines: Sequence[str], start: int) -> int:
    """The first line at or after `start` that is empty or opens a fence."""
    return next(
        (n for n in range(start, len(lines)) if not lines[n].strip() or _FENCE.fullmatch(lines[n])),
        len(lines),
    )


def _prose(lines: Sequence[str], start: int, *, targets: bool) -> tuple[list[Block], int]:
    """The lines up to the end of the paragraph, or to a table in its middle."""
    end = _paragraph_end(lines, start)
    table = next((n for n in range(start + 1, end) if table_length(lines[n:end])), end)
    shown = tuple(line for line in (safe_line(raw, targets=targets).rstrip() for raw in lines[start:table]) if line)
    return ([Prose(shown)] if shown else []), table


def _fenced(lines: Sequence[str], start: int, opening: re.Match[str]) -> tuple[list[Block], int]:
    """A code block; one that is never closed ends with the text."""
    fence, indent = opening["fence"], len(opening["indent"])
    closing = re.compile(rf"\s*{fence[0]}{{{len(fence)},}}\s*")
    end = next((n for n in range(start + 1, len(lines)) if closing.fullmatch(lines[n])), len(lines))
    body = [inert(_without_indent(line, indent)).rstrip() for line in lines[start + 1 : end]]
    while body and not body[0]:
        body.pop(0)
    while body and not body[-1]:
        body.pop()
    first_word = opening["info"].split(maxsplit=1)[0] if opening["info"].strip() else ""
    language = first_word if _LANGUAGE.fullmatch(first_word) else ""
    return ([Code(tuple(body), language)] if body else []), end + 1


def _without_indent(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip())) :]
