"""What the buttons of world boards carry: which board, and which page of it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from arena.wire import Modality
from cogs.common.boards.looks import MAX_SOURCE
from community.boards import Picture

PREFIX: Final = "world:v1:"
_NONE: Final = "-"
MAX_LOCALE: Final = 12
MAX_CATEGORY: Final = 22
"""Longest names that fit beside the rest into Discord's 100 characters; longer ones cannot be asked for.

Only boards of text have a category.
"""


class Kind(StrEnum):
    """What is shown of the world's votes."""

    BOARD = "board"
    CATEGORIES = "categories"
    MEETINGS = "meetings"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldLook:
    """One page of it; pages count from 0."""

    kind: Kind
    source: str
    modality: Modality = Modality.TEXT
    locale: str | None = None
    category: str | None = None
    picture: Picture = Picture.DARK
    page: int = 0

    def encode(self, action: str) -> str:
        """The custom id of what does `action` with this page."""
        fields = (
            *(self.kind, self.modality, self.locale or _NONE, self.category or _NONE),
            *(self.picture, str(self.page), self.source),
        )
        return f"{PREFIX}{action}:{':'.join(fields)}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what a template of `template` matched."""
        locale, category = match["locale"], match["category"]
        return cls(
            kind=Kind(match["kind"]),
            source=match["source"],
            modality=Modality(match["modality"]),
            locale=None if locale == _NONE else locale,
            category=None if category == _NONE else category,
            picture=Picture(match["picture"]),
            page=int(match["page"]),
        )


def template(action: str) -> str:
    """The pattern of the custom ids of this action."""
    return (
        rf"{PREFIX}{action}:(?P<kind>{'|'.join(Kind)}):(?P<modality>{'|'.join(Modality)})"
        rf":(?P<locale>[\w-]{{1,{MAX_LOCALE}}}):(?P<category>[^:]{{1,{MAX_CATEGORY}}})"
        rf":(?P<picture>{'|'.join(Picture)}):(?P<page>[0-9]{{1,3}}):(?P<source>.{{1,{MAX_SOURCE}}})"
    )
