"""What boards are made of, and where it is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from arena.engine.values import Pair
from arena.ratings import Style
from arena.wire import Modality, Winner


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCount:
    """Counted votes between two models, by their slugs. Each vote is in exactly one of the four numbers."""

    first: str
    second: str
    wins_first: int
    wins_second: int
    ties: int
    both_bad: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedModel:
    """A model with counted votes, as it was called in its latest one. It need not be configured any longer."""

    slug: str
    name: str
    first_ranked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAnswers:
    """A counted vote on a text battle: who answered, and how the answers looked. `id` names the comparison.

    `styles` is None where nobody has looked at the answers yet: they were finished before looks were kept.
    """

    id: str
    at: datetime
    winner: Winner
    slugs: Pair[str]
    styles: Pair[Style] | None


class BoardStore(Protocol):
    """Keeps the counts. The transaction that stores a vote adds it to them.

    `locales` None is everywhere, `since` None is from the beginning; else only votes of that moment and later count.
    """

    async def pairs(
        self,
        modality: Modality,
        *,
        category: str | None = None,
        locales: Collection[str] | None = None,
        since: datetime | None = None,
    ) -> Sequence[PairCount]:
        """The counts of one category (None: of all battles)."""
        ...

    async def pairs_by_category(
        self, modality: Modality, *, locales: Collection[str] | None = None, since: datetime | None = None
    ) -> Mapping[str, Sequence[PairCount]]:
        """The counts of every category that has some."""
        ...

    async def locales(self) -> Mapping[Modality, Sequence[str]]:
        """The locales with counted votes, in alphabetical order."""
        ...

    async def models(self) -> Mapping[str, RankedModel]:
        """Every model with counted votes, by slug."""
        ...

    async def judged(self, *, after: tuple[datetime, str] | None, limit: int) -> Sequence[JudgedAnswers]:
        """So many counted votes on text battles, the oldest first, from the one after that time and id on."""
        ...

    async def texts(self, votes: Collection[str]) -> Mapping[str, Pair[str]]:
        """The two answers of each of these votes, by the votes' ids."""
        ...

    async def keep_styles(self, styles: Mapping[str, Pair[Style]]) -> None:
        """Keep how the answers of these votes looked, where that is not kept yet.

        Raises:
            NotSaved: the store cannot write just now.
        """
        ...
