"""A fight as the community knows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from arena.wire.concurred import FightStyle, HistoryMessage
from community.ids import new_id
from community.places import MessageRef

FightId = NewType("FightId", str)
"""Ten characters of Crockford's base 32. It says nothing about the models, so it may stand in a custom id."""


def new_fight_id() -> FightId:
    """A fresh id of 50 random bits."""
    return FightId(new_id())


class Status(StrEnum):
    """Where a fight stands."""

    STARTING = "starting"
    """Kept and paid for; nothing has come yet."""
    RUNNING = "running"
    """Something came."""
    COMPLETE = "complete"
    """It came to its end."""
    CUT = "cut"
    """The stream stopped before its end."""
    STOPPED = "stopped"
    """Its starter or a moderator stopped it."""
    INTERRUPTED = "interrupted"
    """The process that followed it ended."""
    FAILED = "failed"
    """Nothing ever came."""

    @property
    def live(self) -> bool:
        """Whether something may still come."""
        return self in {Status.STARTING, Status.RUNNING}


class FightFailure(StrEnum):
    """Why nothing ever came, as far as it matters to a member."""

    NO_ANSWER = "no_answer"
    """The source could not be reached, or has no room now. Nothing was used up."""
    KEY_REFUSED = "key_refused"
    """The bot's key does not allow it. Nothing was used up."""
    DECLINED = "declined"
    """The source declined this very request, and may have said why. Nothing was used up."""
    ODD_REPLY = "odd_reply"
    """The source's first words could not be read. It counts as used."""
    UNKNOWN = "unknown"
    """Nobody can know whether models answered. It counts as used."""

    @property
    def refunded(self) -> bool:
        """Whether the quota was given back."""
        return self in {FightFailure.NO_ANSWER, FightFailure.KEY_REFUSED, FightFailure.DECLINED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a fight shall go.

    `models` are what the source calls them, in the order in which they speak; None for all. `multiplied` sets four of
    one model against each other instead. `history` are turns before the question. An `anonymous` fight shows letters
    until its end.
    """

    models: tuple[str, ...] | None = None
    multiplied: str | None = None
    rounds: int = 1
    style: FightStyle = FightStyle.BRAWL
    image_url: str | None = None
    history: tuple[HistoryMessage, ...] = ()
    anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFight:
    """What a member asked for. `names` are the models' display names by what the source calls them, as far as known."""

    id: FightId
    guild_id: int
    channel_id: int
    starter_id: int
    question: str
    terms: Terms
    names: Mapping[str, str] = field(default_factory=dict)
    source: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fight(NewFight):
    """One fight at one moment; what its models said is a `FightState`.

    `shown` is the status that its message was last brought to. `ballots` counts the audience's ballots that stand;
    `audience` says for whom, by agent, and is None until the end: what is not there cannot be shown by mistake.
    `reason` is the source's own sentence about a failure, if it gave one.
    """

    status: Status
    ended_at: datetime | None = None
    failure: FightFailure | None = None
    reason: str | None = None
    ballots: int = 0
    audience: Mapping[str, int] | None = None
    message: MessageRef | None = None
    shown: Status | None = None

    @property
    def support_code(self) -> str:
        """What a member gives an administrator to find this fight in the logs, such as `7F3K-2C`."""
        return f"{self.id[:4]}-{self.id[4:6]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceBallot:
    """A ballot of the audience that is on the disk.

    `agent` is None after a withdrawal; `previous` is what it replaced, None for a member's first.
    """

    agent: str | None
    previous: str | None
