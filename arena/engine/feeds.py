"""What the public may read of single votes. No feed knows whose battle it was.

Only counted votes are in them: blind ones on answers that did not say who made them. A vote reveals its battle, so a
battle that is still open is in no feed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from arena.engine.cursors import Cursors
from arena.engine.errors import BadRequest, NotFound
from arena.engine.values import Pair
from arena.wire import Modality, ModelCard, Winner

_FEEDBACK: Final = "votes/feedback"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """A vote as the public sees it. `id` names the comparison; `names` are the models', `responses` their answers."""

    id: str
    at: datetime
    winner: Winner
    feedback: str | None
    prompt: str
    locale: str
    modality: Modality
    names: Pair[str]
    responses: Pair[str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a vote stands in a feed, which goes from the newest to the oldest."""

    at: datetime
    id: str


class FeedStore(Protocol):
    """Finds counted votes, the newest first."""

    async def with_feedback(self, *, limit: int, after: Place | None = None) -> Sequence[Voted]:
        """Those with a comment, from the one after `after` on."""
        ...

    async def of_model(self, slug: str, *, limit: int) -> Sequence[Voted]:
        """Those on battles of this model."""
        ...

    async def ranked_slug(self, name: str) -> str | None:
        """The slug of a model with counted votes, by its slug or by its name."""
        ...


class Feeds:
    """Reads feeds."""

    def __init__(self, store: FeedStore, named: Callable[[str], ModelCard | None], cursors: Cursors) -> None:
        """`named` finds a configured model by its slug or display name."""
        self._store = store
        self._named = named
        self._cursors = cursors

    def card(self, name: str) -> ModelCard:
        """The configured model of that slug or display name.

        Raises:
            NotFound: there is none.
        """
        card = self._named(name)
        if card is None:
            raise NotFound("There is no such model.")
        return card

    async def comparisons(self, name: str, *, limit: int) -> Sequence[Voted]:
        """The latest counted battles of a model, by its slug or display name; it need not be configured any longer.

        Raises:
            NotFound: there is no such model.
        """
        card = self._named(name)
        slug = card.slug if card else await self._store.ranked_slug(name)
        if slug is None:
            raise NotFound("There is no such model.")
        return await self._store.of_model(slug, limit=limit)

    async def recent(self, *, limit: int) -> Sequence[Voted]:
        """The latest votes with a comment."""
        return await self._store.with_feedback(limit=limit)

    async def feedback(self, *, limit: int, cursor: str | None = None) -> tuple[Sequence[Voted], str | None]:
        """One page of the votes with a comment, and the cursor of the next page, if there is one.

        A vote that is cast or commented on while somebody turns the pages moves no other: each is seen once.

        Raises:
            BadRequest: the cursor is not one of this list.
        """
        after = None if cursor is None else _place(self._cursors.read(_FEEDBACK, cursor))
        found = await self._store.with_feedback(limit=limit + 1, after=after)
        page = found[:limit]
        if len(found) == len(page):
            return page, None
        last = page[-1]
        return page, self._cursors.make(_FEEDBACK, [(last.at - _EPOCH) // _MICROSECOND, last.id])


def _place(values: Sequence[str | int]) -> Place:
    match values:
        case [int(at), str(vote_id)]:
            return Place(_EPOCH + at * _MICROSECOND, vote_id)
        case _:
            raise BadRequest("The cursor is not one of this list; begin without one.")
