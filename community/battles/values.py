"""A battle as the community knows it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from arena.wire import Modality, Winner
from community.battles.facts import Facts
from community.battles.shifts import Shifts
from community.battles.tally import Tally
from community.ids import new_id
from community.places import MessageRef

BattleId = NewType("BattleId", str)
"""Ten characters of Crockford's base 32. It says nothing about the models, so it may stand in a custom id."""

DEFAULT_LOCALE: Final = "en"
"""What ModelChorus takes where no locale is given (reference page, `POST /api/v1/battles`)."""


def new_battle_id() -> BattleId:
    """A fresh id of 50 random bits."""
    return BattleId(new_id())


class State(StrEnum):
    """Where a battle stands. `docs/architecture.md` draws the ways from one to the next."""

    CREATING = "creating"
    ANSWERING = "answering"
    VOTING = "voting"
    CLOSING = "closing"
    REVEALED = "revealed"
    UNREVEALED = "unrevealed"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        """Whether nothing will happen to the battle any more."""
        return self in {State.REVEALED, State.UNREVEALED, State.FAILED}


class Mode(StrEnum):
    """How a vote ends."""

    POLL = "poll"
    """Everybody votes until the deadline, and may change their mind until then."""
    FIRST = "first"
    """The first ballot is final and closes the vote."""


class Failure(StrEnum):
    """Why a battle failed, as far as it matters to a member."""

    NO_ANSWER = "no_answer"
    """The source could not be reached or refused. Nothing was used up."""
    KEY_REFUSED = "key_refused"
    """The bot's key does not allow it. Nothing was used up, unless the battle had begun."""
    SOURCE_QUOTA = "source_quota"
    """The key's own window is full. Nothing was used up."""
    ODD_REPLY = "odd_reply"
    """The source's answer to the creation could not be read. It counts as used."""
    UNKNOWN = "unknown"
    """Nobody can know whether the battle was created. It counts as used."""
    UNFINISHED = "unfinished"
    """A model never finished. The battle had begun, so it counts."""
    NAMES_WITHHELD = "names_withheld"
    """The ballots were counted, but the source will not tell the names."""

    @property
    def refunded(self) -> bool:
        """Whether the quota was given back."""
        return self in {Failure.NO_ANSWER, Failure.KEY_REFUSED, Failure.SOURCE_QUOTA}


@dataclass(frozen=True, slots=True)
class Answers:
    """Both answers, whole, as they may be shown. They are stored and shown only together."""

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Leaks:
    """Which answers said who wrote them; the names in those were masked before anybody saw them."""

    a: bool = False
    b: bool = False

    def __bool__(self) -> bool:
        return self.a or self.b


@dataclass(frozen=True, slots=True)
class Names:
    """Both models' display names; known only after the vote upstream."""

    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """A moderator's word that a battle counts nowhere; it is never taken back. `reason` may be empty."""

    by: int
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many guessed which models they were, and how many were right about each."""

    total: int = 0
    right_a: int = 0
    right_b: int = 0


class TurnState(StrEnum):
    """Where a question of a battle with several stands."""

    ASKING = "asking"
    """Kept here; whether the source has it is not known yet."""
    ANSWERING = "answering"
    READY = "ready"
    FAILED = "failed"

    @property
    def pending(self) -> bool:
        """Whether something is still to come."""
        return self in {TurnState.ASKING, TurnState.ANSWERING}


class TurnFailure(StrEnum):
    """Why a follow-up has no answers. The turns before it stand."""

    NOT_ASKED = "not_asked"
    """The source does not have the question: it refused it, or never got it."""
    UNFINISHED = "unfinished"
    """A model never finished."""


class Place(StrEnum):
    """Where a turn is shown."""

    BATTLE = "battle"
    """In the battle's own message."""
    REPLY = "reply"
    """In a message of its own, a reply to the battle's."""
    THREAD = "thread"
    """In a message of its own, in the thread of the battle's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question of a battle with several, and both answers to it once both are there.

    `number` counts as the source does, from 1. `blind` is false after the reveal: such a turn is never voted on.
    `shows` is the state that a message of its own was last brought to.
    """

    number: int
    prompt: str
    asked_by: int
    asked_at: datetime
    state: TurnState = TurnState.ASKING
    blind: bool = True
    place: Place = Place.BATTLE
    answers: Answers | None = None
    leaks: Leaks = Leaks()
    failure: TurnFailure | None = None
    message: MessageRef | None = None
    shows: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was answered."""

    prompt: str
    answers: Answers
    blind: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What two models are given.

    `locale` is canonical, such as `pt-BR`. `models` are the slugs that the starter chose, at most two; the source draws
    the rest, and the sides.
    """

    battle_id: BattleId
    prompt: str
    modality: Modality = Modality.TEXT
    locale: str = DEFAULT_LOCALE
    models: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBattle:
    """What a member asked for; `modality`, `locale` and `models` as in `Assignment`."""

    id: BattleId
    guild_id: int
    channel_id: int
    starter_id: int
    prompt: str
    modality: Modality = Modality.TEXT
    locale: str = DEFAULT_LOCALE
    models: frozenset[str] = frozenset()
    source: str
    mode: Mode = Mode.POLL
    voting_window: timedelta
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Battle:
    """One battle at one moment.

    `answers` are those of the latest question that was answered before the reveal, None while one is being answered.
    `turns` is empty as long as there was one question; then it holds all of them, in order. `models` are only what the
    starter chose, never what was drawn, nor on which side. `shown` is the state that its message was last brought to.
    `ballots` counts the ballots that stand. `tally` and `names` are None until the close and the reveal, and `facts`
    and `guesses` empty: what is not there cannot be shown by mistake.
    """

    id: BattleId
    guild_id: int
    channel_id: int
    starter_id: int
    prompt: str
    modality: Modality
    locale: str
    models: frozenset[str]
    source: str
    mode: Mode
    voting_window: timedelta
    created_at: datetime
    state: State
    upstream_id: str | None = None
    poll_interval: timedelta = timedelta(seconds=2)
    answers: Answers | None = None
    leaks: Leaks = Leaks()
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    extended: bool = False
    closed_at: datetime | None = None
    ballots: int = 0
    tally: Tally | None = None
    names: Names | None = None
    facts: Facts = field(default_factory=Facts)
    shifts: Shifts = field(default_factory=Shifts)
    failure: Failure | None = None
    message: MessageRef | None = None
    shown: State | None = None
    announcement: MessageRef | None = None
    void: Void | None = None
    turns: tuple[Turn, ...] = ()
    guesses: Guesses = Guesses()

    @property
    def pending(self) -> Turn | None:
        """The follow-up that is being asked or answered."""
        return next((turn for turn in self.turns if turn.state.pending), None)

    @property
    def latest(self) -> Turn | None:
        """The latest question before the reveal, pending or answered; None as long as there was only one."""
        return next((turn for turn in reversed(self.turns) if turn.blind and turn.state is not TurnState.FAILED), None)

    @property
    def asked_at(self) -> datetime:
        """When the latest question before the reveal was asked."""
        return max((turn.asked_at for turn in self.turns if turn.blind), default=self.created_at)

    @property
    def conversation(self) -> tuple[Exchange, ...]:
        """All that was asked and answered, in order."""
        if not self.turns:
            return () if self.answers is None else (Exchange(self.prompt, self.answers),)
        return tuple(Exchange(turn.prompt, turn.answers, turn.blind) for turn in self.turns if turn.answers is not None)

    @property
    def votes_upstream(self) -> bool:
        """Whether its source is told how the vote went; a battle on sides of our own has no id there but ours."""
        return self.upstream_id != self.id

    @property
    def assignment(self) -> Assignment:
        """What its models are given."""
        return Assignment(
            battle_id=self.id, prompt=self.prompt, modality=self.modality, locale=self.locale, models=self.models
        )

    @property
    def support_code(self) -> str:
        """What a member gives an administrator to find this battle in the logs, such as `7F3K-2C`."""
        return f"{self.id[:4]}-{self.id[4:6]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCast:
    """A ballot that is on the disk.

    `previous` is what it replaced, None for a member's first; `choice` is None after a withdrawal.
    `ballots` counts all that stand now. `decisive` is true where it closed the vote, as the first does in mode FIRST.
    """

    choice: Winner | None
    previous: Winner | None
    ballots: int
    closes_at: datetime
    decisive: bool = False
