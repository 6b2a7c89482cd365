"""What boards and their filters are called."""

from collections.abc import Mapping
from typing import Final

from arena.wire import Category, Modality
from cogs.common.text import clean, counted, plain_line, relative
from community.boards import GuildBoard, Period

SERVER_NAME: Final = 40
"""Characters of a server's name in a heading."""
MODALITIES: Final[Mapping[Modality, str]] = {Modality.TEXT: "Text", Modality.IMAGE: "Pictures"}
CATEGORIES: Final[Mapping[Category, str]] = {
    Category.CODING: "Coding",
    Category.MATHEMATICS: "Mathematics",
    Category.CREATIVE_WRITING: "Creative writing",
    Category.INSTRUCTION_FOLLOWING: "Following instructions",
    Category.LONG_PROMPT: "Long questions",
    Category.NON_ENGLISH: "Not in English",
}
PERIODS: Final[Mapping[Period, str]] = {
    Period.ALWAYS: "always",
    Period.QUARTER: "last 90 days",
    Period.MONTH: "last 30 days",
    Period.WEEK: "last 7 days",
}


def heading(name: str) -> str:
    """A server's name, as it may stand in a heading."""
    single = " ".join(clean(name).split())
    return plain_line(single if len(single) <= SERVER_NAME else single[:SERVER_NAME].rstrip() + "…")


def in_a_sentence(name: str) -> str:
    """A name without its capital: `Not in English` as `not in English`."""
    return name[:1].lower() + name[1:]


def eyebrow(board: GuildBoard) -> list[str]:
    """What the board is made of, in phrases."""
    filters = board.filters
    phrases = [MODALITIES[filters.modality]]
    if filters.category is not None:
        phrases.append(in_a_sentence(CATEGORIES[filters.category]))
    if filters.period is not Period.ALWAYS:
        phrases.append(PERIODS[filters.period])
    phrases.append(f"{counted(board.board.votes, 'ballot')}, {counted(board.board.battles, 'battle')}")
    if board.last is not None:
        phrases.append(f"updated {relative(board.last)}")
    return phrases
