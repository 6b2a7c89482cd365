"""A whole text in pages that each read well alone."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from cogs.common.text.blocks import Block, Code, Prose, plain_blocks, readable_blocks, separator
from cogs.common.text.cutting import split_line
from cogs.common.text.measure import longest_prefix, units

PAGE_UNITS: Final = 2000


def formatted_pages(text: str) -> tuple[str, ...]:
    """A markdown text in pages of at most `PAGE_UNITS`, addresses of links shown; none for white space only."""
    return _pages(readable_blocks(text, targets=True))


def plain_pages(text: str) -> tuple[str, ...]:
    """A text in pages of at most `PAGE_UNITS`, every character as it was written; none for white space only."""
    return _pages(plain_blocks(text))


def _pages(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Cut between blocks. Only a block longer than a page is divided; a code block is closed and opened again."""
    pages: list[str] = []
    page, before = "", None
    for block in chain.from_iterable(map(_parts, blocks)):
        grown = page + separator(before, block) + str(block)
        if units(grown) > PAGE_UNITS:
            pages.append(page)
            grown = str(block)
        page, before = grown, block
    return (*pages, page) if page else ()


def _parts(block: Block) -> Iterator[Block]:
    """The block, or blocks of at most a page that are the same when read one after the other."""
    if units(str(block)) <= PAGE_UNITS:
        yield block
        return
    frame = units(str(Code((), block.language))) + 1 if isinstance(block, Code) else 0
    limit = PAGE_UNITS - frame
    gathered: list[str] = []
    used = 0
    for line in _short_lines(block, limit):
        if gathered and used + 1 + units(line) > limit:
            yield _like(block, gathered)
            gathered, used = [], 0
        used += units(line) + (1 if gathered else 0)
        gathered.append(line)
    yield _like(block, gathered)


def _like(block: Block, lines: Sequence[str]) -> Block:
    return Code(tuple(lines), block.language) if isinstance(block, Code) else Prose(tuple(lines))


def _short_lines(block: Block, limit: int) -> Iterator[str]:
    """The block's lines, those longer than `limit` UTF-16 units in pieces."""
    for line in block.lines:
        rest = line
        while units(rest) > limit:
            if isinstance(block, Code):
                cut = longest_prefix(rest, limit)
                piece, rest = rest[:cut], rest[cut:]
            else:
                piece, rest = split_line(rest, limit)
            yield piece
        yield rest
