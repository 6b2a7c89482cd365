"""What a battle and a key are, as plain values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from arena.ratings import Style
from arena.wire import Category, Criteria, Modality, Usage, Winner

Item = TypeVar("Item")
Clock = Callable[[], datetime]
"""Tells the time: aware and UTC."""


class Side(StrEnum):
    """The two sides of a battle, in the order they are shown."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class Pair(Generic[Item]):
    """One thing for each side."""

    a: Item
    b: Item

    def __getitem__(self, side: Side) -> Item:
        return self.a if side is Side.A else self.b


@dataclass(frozen=True, slots=True)
class Contestant:
    """A model in a battle, as it was called when the battle began."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One side's answer. While it is not whole, `text` is what was written so far.

    In an image battle `text` is the id of the picture. `masked` is what is shown until the vote where the answer says
    who wrote it, else None. `usage` is None where the endpoint did not count.
    """

    text: str = ""
    whole: bool = False
    masked: str | None = None
    finished_at: datetime | None = field(default=None, kw_only=True)
    usage: Usage | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer belongs."""

    battle_id: str
    turn: int
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A whole answer, as a model gave it. `picture` holds the bytes of the picture whose id is `text`.

    `style` is how a battle's text looks, for the board on which looks earn nothing.
    """

    text: str
    usage: Usage | None = None
    masked: str | None = None
    style: Style | None = None
    picture: bytes | None = None


class Failure(StrEnum):
    """Why there is no answer. The value goes out as `errorCode`."""

    GENERATION_FAILED = "GENERATION_FAILED"
    GENERATION_TIMED_OUT = "GENERATION_TIMED_OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The one vote on a turn, with what was said beside it.

    `blind` is the vote that brought the battle's names out; who voted on its other turns knew them.
    """

    winner: Winner
    at: datetime
    blind: bool
    feedback: str | None = None
    rating: int | None = None
    criteria: Criteria | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question of a battle. `ready_at` is set when both answers are whole; `id` names the comparison outside."""

    number: int
    id: str
    prompt: str
    created_at: datetime
    answers: Pair[Answer] = Pair(Answer(), Answer())
    ready_at: datetime | None = None
    failure: Failure | None = None
    verdict: Verdict | None = None

    @property
    def pending(self) -> bool:
        """Whether the models are still to write."""
        return self.ready_at is None and self.failure is None

    @property
    def leaked(self) -> bool:
        """Whether an answer says who wrote it."""
        return self.answers.a.masked is not None or self.answers.b.masked is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Battle:
    """A battle and all its turns. It belongs to `owner`; `key_id` is the key whose quota it used.

    `replaced` holds the sides whose first model failed: no side is replaced twice. `categories` are those of its first
    prompt, and `chance` says how likely the two models that were drawn for it were to be drawn. Both are written at the
    creation; only boards and exports read them.
    """

    id: str
    owner: str
    key_id: str
    modality: Modality
    locale: str
    title: str
    created_at: datetime
    contestants: Pair[Contestant]
    turns: tuple[Turn, ...]
    replaced: frozenset[Side] = frozenset()
    categories: frozenset[Category] = frozenset()
    chance: float | None = None

    @property
    def latest(self) -> Turn:
        """The turn that was asked last."""
        return self.turns[-1]

    @property
    def votable(self) -> Turn | None:
        """The turn that the next vote is for: the latest that has none and did not fail."""
        open_turns = (turn for turn in reversed(self.turns) if turn.verdict is None and turn.failure is None)
        return next(open_turns, None)


@dataclass(frozen=True, slots=True)
class VoteTotals:
    """Votes cast in the whole arena."""

    text: int
    image: int


class Tier(StrEnum):
    """What a caller may do, as the reference page lists it."""

    ANONYMOUS = "anonymous"
    STANDARD = "standard"
    READ = "read"
    WRITE = "write"

    def allows(self, needed: "Tier") -> bool:
        """Whether a caller of this tier reaches what needs `needed`. Read differs from standard in its pace only."""
        reach = {Tier.ANONYMOUS: 0, Tier.STANDARD: 1, Tier.READ: 1, Tier.WRITE: 2}
        return reach[self] >= reach[needed]


class Api(StrEnum):
    """Which of the two published APIs a key is for."""

    MODELCHORUS = "modelchorus"
    CONCURRED = "concurred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key, without its secret. None as a limit means "without limit"."""

    id: str
    api: Api
    tier: Tier
    owner: str
    name: str
    battles_per_day: int | None
    requests_per_minute: int | None
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


QUOTA_WINDOW = timedelta(hours=24)
"""A quota's window opens with its first battle and lasts this long (reference page, "Rate Limits")."""
