"""Which board is meant, and what a board says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from arena.ratings import Board, PairRow
from arena.wire import Category, Modality

_DAYS: Final = {"week": 7, "month": 30, "quarter": 90}


class Period(StrEnum):
    """How far back battles count, in whole days of UTC by their close."""

    ALWAYS = "always"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"

    @property
    def days(self) -> int | None:
        """So many days, today included; None for all there are."""
        return _DAYS.get(self.value)

    def since(self, today: date) -> date | None:
        """The first day that counts, None where every day does."""
        return None if self.days is None else today - timedelta(days=self.days - 1)


class Picture(StrEnum):
    """The ground that a board's picture is drawn on, if it is drawn at all: nobody is told which theme a reader has."""

    DARK = "dark"
    LIGHT = "light"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which of a guild's battles a board is made of. No board mixes sources or modalities.

    `category` is one that the battle's prompt is in (`arena.wire.categories_of`), None for all battles.
    """

    source: str
    modality: Modality = Modality.TEXT
    category: Category | None = None
    period: Period = Period.ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One battle as boards count it: its day by its close, the categories of its prompt, and its ballots."""

    guild_id: int
    source: str
    modality: Modality
    closed_at: datetime
    categories: frozenset[Category]
    row: PairRow

    @property
    def day(self) -> date:
        """The day of UTC on which it was closed."""
        return self.closed_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What is kept of the battles that a board is made of.

    `version` changes whenever a battle of the guild is counted or taken out. `last` is when the latest of the counted
    battles was closed, None where there is none.
    """

    version: int
    rows: tuple[PairRow, ...]
    last: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a model stood in a post."""

    rank: int
    rating: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The last post of a board: when it was, and where each model stood."""

    at: datetime
    placings: Mapping[str, Placing]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildBoard:
    """A guild's board, or a member's own.

    `world` says whether the source's world board is known, so that scores lean on it where there are few ballots.
    `posted` is the last post of the same board, None where there was none. `version` is that of the newest counts, and
    `behind` says that these could not be rated, so that the board is one of before.
    """

    filters: Filters
    board: Board
    last: datetime | None
    world: bool
    posted: Posted | None = None
    version: int = 0
    behind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The ratings as they stood at the end of a day, by model."""

    day: date
    ratings: Mapping[str, float]
