"""What the buttons and selects of boards carry: which board is looked at, so that they outlive the process.

Ids stay valid for as long as messages live: a change of meaning takes a new version in the prefix.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from arena.wire import Category, Modality
from community.boards import Filters, Period, Picture

PREFIX: Final = "board:v1:"
_NONE: Final = "-"
MAX_SOURCE: Final = 24
"""Longest name of a source that fits beside the rest into Discord's 100 characters."""


class Scope(StrEnum):
    """Whose board it is."""

    SERVER = "server"
    ME = "me"


class Show(StrEnum):
    """What of a board is shown."""

    NOW = "now"
    """Ratings as they are."""
    TIME = "time"
    """How they came to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page of a board of this server's ballots; pages count from 0."""

    scope: Scope
    filters: Filters
    picture: Picture = Picture.DARK
    show: Show = Show.NOW
    page: int = 0

    def encode(self, action: str) -> str:
        """The custom id of what does `action` with this page."""
        filters = self.filters
        fields = (
            *(self.scope, filters.modality, filters.category or _NONE, filters.period),
            *(self.picture, self.show, str(self.page), filters.source),
        )
        return f"{PREFIX}{action}:{':'.join(fields)}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what a template of `template` matched."""
        category = match["category"]
        filters = Filters(
            source=match["source"],
            modality=Modality(match["modality"]),
            category=None if category == _NONE else Category(category),
            period=Period(match["period"]),
        )
        return cls(
            scope=Scope(match["scope"]),
            filters=filters,
            picture=Picture(match["picture"]),
            show=Show(match["show"]),
            page=int(match["page"]),
        )


def template(action: str) -> str:
    """The pattern of the custom ids of this action."""
    choices = {
        "scope": Scope,
        "modality": Modality,
        "category": (_NONE, *Category),
        "period": Period,
        "picture": Picture,
        "show": Show,
    }
    fields = ":".join(f"(?P<{name}>{'|'.join(values)})" for name, values in choices.items())
    return rf"{PREFIX}{action}:{fields}:(?P<page>[0-9]{{1,3}}):(?P<source>.{{1,{MAX_SOURCE}}})"
