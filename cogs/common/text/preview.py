"""The beginning of a text, cut where a reader would stop, and two beginnings that compare fairly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cogs.common.text.blocks import Block, Code, readable_blocks, separator
from cogs.common.text.cutting import any_end, balanced, sentence_end, word_end
from cogs.common.text.measure import longest_prefix, units

_MORE: Final = " …"
_LEAST_CODE: Final = 3
_LEAST_WIDTH: Final = 16
_OPEN_BOLD: Final = 2


@dataclass(frozen=True, slots=True)
class Room:
    """How much may be shown: UTF-16 units and lines, the lines of code fences and empty lines among them."""

    units: int
    lines: int


WHOLE_ANSWER: Final = Room(900, 18)
CUT_ANSWER: Final = Room(600, 14)


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a text, and whether it is all of it. A text without anything to show is the empty string."""

    text: str
    whole: bool


def fair_previews(a: str, b: str) -> tuple[Preview, Preview]:
    """The previews of two answers, both whole or both cut to the smaller room.

    Never the larger room beside the smaller: the shorter answer would look like the longer one.
    """
    blocks = readable_blocks(a, targets=False), readable_blocks(b, targets=False)
    whole = [_fit(one, WHOLE_ANSWER) for one in blocks]
    if all(one.whole for one in whole):
        return whole[0], whole[1]
    return _fit(blocks[0], CUT_ANSWER), _fit(blocks[1], CUT_ANSWER)


def preview(text: str, room: Room) -> Preview:
    """As much of a markdown text as fits, ending ` …` where something is left out."""
    return _fit(readable_blocks(text, targets=False), room)


def quoted(text: str, room: Room) -> Preview:
    """The preview of a text with every line quoted. The room is for the text, the quote's marks come on top."""
    shown = preview(text, room)
    return Preview("\n".join(f"> {line}" for line in shown.text.split("\n")), shown.whole)


def _fit(blocks: Sequence[Block], room: Room) -> Preview:
    text, before = "", None
    for index, block in enumerate(blocks):
        grown = text + separator(before, block) + str(block)
        last = index == len(blocks) - 1
        if not _fits(grown if last else grown + _ending(block), room):
            return Preview(_cut(text, before, block, room), whole=False)
        text, before = grown, block
    return Preview(text, whole=True)


def _fits(text: str, room: Room) -> bool:
    return units(text) <= room.units and text.count("\n") < room.lines


def _ending(block: Block | None) -> str:
    """The mark of a cut: beside prose, below code."""
    if block is None:
        return _MORE.lstrip()
    return "\n" + _MORE.lstrip() if isinstance(block, Code) else _MORE


def _cut(text: str, before: Block | None, block: Block, room: Room) -> str:
    """The text and as much of the block after it as fits."""
    start = text + separator(before, block)
    part = _code_part(start, block, room) if isinstance(block, Code) else _prose_part(start, block.lines, room)
    if not part:
        return text + _ending(before)
    return start + part + _ending(block)


def _code_part(start: str, code: Code, room: Room) -> str:
    for kept in range(min(len(code.lines) - 1, room.lines), _LEAST_CODE - 1, -1):
        part = str(Code(code.lines[:kept], code.language))
        if _fits(start + part + _ending(code), room):
            return part
    return "" if start else _narrowed(code, room)


def _narrowed(code: Code, room: Room) -> str:
    """The beginnings of the first lines, where a text begins with lines so long that nothing of it could be shown."""
    lines = code.lines[:_LEAST_CODE]
    frame = str(Code(("",) * len(lines), code.language)) + _ending(code)
    width = (room.units - units(frame)) // len(lines) - units(_MORE)
    if width < _LEAST_WIDTH or frame.count("\n") >= room.lines:
        return ""
    cut = tuple(line if units(line) <= width else line[: longest_prefix(line, width)] + _MORE for line in lines)
    return str(Code(cut, code.language))


def _prose_part(start: str, lines: Sequence[str], room: Room) -> str:
    """Whole lines; where they leave more than half of the room empty, also a part of the next line."""
    kept: list[str] = []
    while len(kept) < len(lines) and _fits(start + "\n".join([*kept, lines[len(kept)]]) + _MORE, room):
        kept.append(lines[len(kept)])
    shown = "\n".join(kept)
    if units(start + shown) * 2 > room.units or len(kept) == len(lines):
        return shown
    begun = shown + "\n" if kept else ""
    left = room.units - units(start + begun + _MORE) - _OPEN_BOLD
    if left <= 0 or (start + begun).count("\n") >= room.lines:
        return shown
    line = lines[len(kept)]
    end = sentence_end(line, left)
    if units(start + begun + line[:end]) * 2 <= room.units:
        end = word_end(line, left) or any_end(line, left)
    return begun + balanced(line[:end]) if end else shown
