"""What a battle and a key are, as plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from arena.wire import Criteria, Modality, Winner

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
    """One side's answer. While it is not whole, `text` is what was written so far."""

    text: str = ""
    whole: bool = False


class Failure(StrEnum):
    """Why a turn has no answers. The value goes out as `errorCode`."""

    GENERATION_FAILED = "GENERATION_FAILED"
    GENERATION_TIMED_OUT = "GENERATION_TIMED_OUT"

    @property
    def sentence(self) -> str:
        """What is said about it: the same words whichever side and model it was."""
        if self is Failure.GENERATION_TIMED_OUT:
            return "The models took too long to answer. This battle cannot be voted on."
        return "The models could not both answer. This battle cannot be voted on."


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The one vote on a turn, with what was said beside it."""

    winner: Winner
    at: datetime
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Battle:
    """A battle and all its turns. It belongs to `owner`; `key_id` is the key whose quota it used."""

    id: str
    owner: str
    key_id: str
    modality: Modality
    locale: str
    title: str
    created_at: datetime
    contestants: Pair[Contestant]
    turns: tuple[Turn, ...]

    @property
    def latest(self) -> Turn:
        """The turn that is being written or voted on."""
        return self.turns[-1]


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
