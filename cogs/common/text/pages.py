"""A whole text in pages that each read well alone."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from cogs.common.text.blocks import Block, Code, Prose, plain_blocks, readable_blocks, separator
from cogs.common.text.cutting import split_line
from cogs.common.text.measure import longest_prefix, units
from cogs.common.text.preview import Room, quoted

PAGE_UNITS: Final = 2000
ASKED: Final = Room(500, 6)
"""How much of a question is quoted above its answer in a conversation."""


def formatted_pages(text: str) -> tuple[str, ...]:
    """A markdown text in pages of at most `PAGE_UNITS`, addresses of links shown; none for white space only."""
    return _pages(readable_blocks(text, targets=True))


def plain_pages(text: str) -> tuple[str, ...]:
    """A text in pages of at most `PAGE_UNITS`, every character as it was written; none for white space only."""
    return _pages(plain_blocks(text))


def asked_pages(title: str, question: str, answer: str, *, plain: bool) -> tuple[str, ...]:
    """One exchange of a conversation in pages: its title, the question quoted, the whole answer."""
    asked = Prose((f"**{title}**", *quoted(question, ASKED).text.split("\n")))
    return _pages((asked, *(plain_blocks(answer) if plain else readable_blocks(answer, targets=True))))


def _pages(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Cut between blocks. Only a block longer than a page is divided; a code block is closed and opened again."""
    pages: list[str] = []
    page, before = "", None
    for whole in blocks:
        for block in _parts(whole, PAGE_UNITS - units(page + separator(before, whole))):
            grown = page + separator(before, block) + str(block)
            if units(grown) > PAGE_UNITS:
                pages.append(page)
                grown = str(block)
            page, before = grown, block
    return (*pages, page) if page else ()


def _parts(block: Block, left: int) -> Iterator[Block]:
    """The block, or blocks of at most a page that are the same when read one after the other.

    `left` is the room on the page before it; half a page or more of it is used.
    """
    if units(str(block)) <= PAGE_UNITS:
        yield block
        return
    frame = units(str(Code((), block.language))) + 1 if isinstance(block, Code) else 0
    limit = (left if left * 2 >= PAGE_UNITS else PAGE_UNITS) - frame
    lines, gathered = deque(block.lines), list[str]()
    while lines:
        room = limit - units("".join(f"{line}\n" for line in gathered))
        if units(lines[0]) <= room:
            gathered.append(lines.popleft())
            continue
        if units(lines[0]) > PAGE_UNITS - frame and room * 2 >= PAGE_UNITS - 2 * frame:
            piece, lines[0] = _split(block, lines[0], room)
            gathered.append(piece)
        if gathered:
            yield _like(block, gathered)
        gathered, limit = [], PAGE_UNITS - frame
    if gathered:
        yield _like(block, gathered)


def _split(block: Block, line: str, limit: int) -> tuple[str, str]:
    if isinstance(block, Prose):
        return split_line(line, limit)
    cut = longest_prefix(line, limit)
    return line[:cut], line[cut:]


def _like(block: Block, lines: Sequence[str]) -> Block:
    return Code(tuple(lines), block.language) if isinstance(block, Code) else Prose(tuple(lines))
