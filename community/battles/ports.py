"""What the battles of a community need from the outside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from arena.wire import Modality, TellingNames, Winner
from community.battles.facts import Facts
from community.battles.shifts import Shifts
from community.battles.values import (
    Answers,
    Assignment,
    BallotCast,
    Battle,
    BattleId,
    Failure,
    Leaks,
    Names,
    NewBattle,
    State,
)
from community.consent import Destination
from community.places import MessageRef
from community.quotas import Allowance


class BattleStore(Protocol):
    """Battles, their ballots and their charges. Every method is one transaction; what it returns is on the disk.

    A transition happens only from the state it names and returns None where the battle is in another: somebody else was
    faster, and the caller looks again.
    """

    async def start(
        self, battle: NewBattle, allowances: Sequence[Allowance], *, again: BattleId | None = None
    ) -> Battle:
        """Reserve one battle of every allowance and keep the battle as CREATING, or do neither.

        Raises:
            StartedAgain: another battle repeats `again` already.
            QuotaUsedUp: the first allowance, in the given order, that has none left.
        """
        ...

    async def not_again(self, battle_id: BattleId) -> None:
        """Let the battle that this one repeats be repeated by another: this one was shown to nobody."""
        ...

    async def get(self, battle_id: BattleId) -> Battle | None:
        """The battle as it is now."""
        ...

    async def unfinished(self) -> Sequence[Battle]:
        """All that are not final, oldest first."""
        ...

    async def unannounced(self, since: datetime) -> Sequence[Battle]:
        """The revealed ones that were closed after `since` and not announced, although they are shown somewhere."""
        ...

    async def due(self, now: datetime) -> Sequence[BattleId]:
        """The battles in VOTING whose deadline has passed, most overdue first."""
        ...

    async def created(self, battle_id: BattleId, upstream_id: str, poll_interval: timedelta) -> Battle | None:
        """CREATING → ANSWERING; its charges are spent."""
        ...

    async def open_voting(
        self, battle_id: BattleId, answers: Answers, leaks: Leaks, *, opened_at: datetime, closes_at: datetime
    ) -> Battle | None:
        """ANSWERING → VOTING with both answers, masked where they leak."""
        ...

    async def extend(self, battle_id: BattleId, *, quorum: int, closes_at: datetime, now: datetime) -> Battle | None:
        """Give a VOTING battle a new deadline, once.

        Only if it is due, has fewer ballots than `quorum`, and was not extended before.
        """
        ...

    async def close(self, battle_id: BattleId, now: datetime, *, early: bool) -> Battle | None:
        """VOTING → CLOSING with the tally, or → UNREVEALED where there is no ballot. Succeeds for one caller.

        Unless `early`, only a battle whose deadline has passed: somebody else may just have extended it.
        """
        ...

    async def reveal(
        self, battle_id: BattleId, names: Names, facts: Facts, shifts: Shifts | None = None
    ) -> Battle | None:
        """CLOSING → REVEALED, with what the answers took and how the ratings moved; from now on boards count it."""
        ...

    async def fail(self, battle_id: BattleId, failure: Failure) -> Battle | None:
        """Any state that is not final → FAILED.

        Charges that are still reserved are refunded where `failure.refunded`, else unknown; spent ones stay spent.
        """
        ...

    async def cast(
        self, battle_id: BattleId, member_id: int, choice: Winner, now: datetime, *, ballots_per_day: int | None
    ) -> BallotCast:
        """Keep a member's ballot in place of an earlier one; in mode FIRST it closes the vote.

        Each ballot, change and withdrawal also leaves a line in the audit trail.

        Raises:
            VotingClosed: the battle is not in VOTING, or its deadline has passed.
            DailyBallotsUsedUp: the member has cast that many ballots in this guild in the last 24 hours, and this would
                be one more.
        """
        ...

    async def withdraw(self, battle_id: BattleId, member_id: int, now: datetime) -> BallotCast:
        """Take a member's ballot back; harmless where there is none.

        Raises:
            VotingClosed: as for `cast`.
        """
        ...

    async def ballot_of(self, battle_id: BattleId, member_id: int) -> Winner | None:
        """The member's ballot, None where there is none."""
        ...

    async def outdated(self) -> Sequence[Battle]:
        """The battles whose message still shows an earlier state, oldest first."""
        ...

    async def keep_shown(self, battle_id: BattleId, state: State) -> None:
        """Remember that the battle's message shows this state, or that it can be shown nowhere any more."""
        ...

    async def keep_message(self, battle_id: BattleId, message: MessageRef) -> None:
        """Remember where the battle is shown. A later message takes the place of an earlier one."""
        ...

    async def keep_announcement(self, battle_id: BattleId, message: MessageRef) -> None:
        """Remember where the reveal was announced."""
        ...


@dataclass(frozen=True, slots=True)
class Created:
    """A battle that exists upstream."""

    upstream_id: str
    poll_interval: timedelta


@dataclass(frozen=True, slots=True)
class Choice:
    """A model that may be chosen: what it is asked by, and what members call it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """How a battle's turn stands upstream. `error_code` alone means that it failed; `answers` that both are ready.

    `error_code` is for the log, `failure` is what a failed one is for members. `turns` is how many questions the battle
    has there, None where the source did not say. `leaks` are the answers from which the source itself took names out.
    """

    answers: Answers | None = None
    error_code: str | None = None
    turns: int | None = None
    failure: Failure = Failure.UNFINISHED
    leaks: Leaks = field(default_factory=Leaks)


class Source(Protocol):
    """A system that runs battles: ModelChorus, Concurred, the house arena. All methods raise SourceError alone."""

    @property
    def name(self) -> str:
        """How members know it, such as "ModelChorus"."""
        ...

    @property
    def destination(self) -> Destination:
        """How far its questions travel."""
        ...

    @property
    def prompt_limit(self) -> int:
        """Most characters of a question."""
        ...

    @property
    def modalities(self) -> frozenset[Modality]:
        """What kinds of battles it runs."""
        ...

    @property
    def converses(self) -> bool:
        """Whether its battles can go on to a second question."""
        ...

    @property
    def battles_per_day(self) -> int | None:
        """The key's own limit in 24 hours, None where it has none."""
        ...

    async def create(self, assignment: Assignment) -> Created:
        """Create a battle. Never repeated once it may have been received.

        Raises:
            SourceRefused, SourceUnreachable: nothing was used up.
            SourceUnanswered, SourceMalformed: nobody can know.
        """
        ...

    async def follow_up(self, upstream_id: str, prompt: str) -> None:
        """Ask both models once more. Never repeated once it may have been received; costs no battle.

        Raises:
            SourceNotSupported: it takes no more questions in this battle.
            SourceRefused, SourceUnreachable: the question was not taken.
            SourceUnanswered, SourceMalformed: polling will tell.
        """
        ...

    async def poll(self, upstream_id: str, turn: int = 1) -> Polled:
        """How the battle's question of that number stands."""
        ...

    async def models(self, modality: Modality) -> Sequence[Choice]:
        """The models that a starter may choose from, none where the source lets nobody choose. Never raises."""
        ...

    async def lacks(self, models: frozenset[str], modality: Modality) -> bool:
        """Whether a starter certainly cannot choose all of these. Never raises: where it cannot be asked, no."""
        ...

    async def locales(self, modality: Modality) -> Sequence[str]:
        """The locales that it knows. Never raises: where it cannot be asked, none."""
        ...

    async def suggestions(self, locale: str, modality: Modality) -> Sequence[str]:
        """Prompts to begin with, none where it has none. Never raises."""
        ...

    async def telling_names(self) -> TellingNames:
        """Names that tell who wrote an answer: of the models that compete, and of their makers.

        Never raises: where the source cannot be asked, the last known names are the answer, or none.
        """
        ...

    def poll_pause(self, asked: timedelta, in_flight: int) -> timedelta:
        """How long to wait between two polls of one battle.

        At least as long as the source `asked` for, and longer where `in_flight` battles share what its key may ask.
        """
        ...

    async def vote(self, upstream_id: str, winner: Winner) -> Names:
        """Vote and learn the names; where an earlier vote of ours was accepted, learn them all the same.

        Raises:
            SourceTooEarly: not yet.
            SourceWithheldNames: never.
        """
        ...

    async def facts(self, upstream_id: str) -> Facts:
        """What the answers of the latest turn took, as far as the source tells. Asked only once the names are out."""
        ...


class Stage(Protocol):
    """Where battles are shown. Faults of the place (message deleted, permission lost) are its own to bear."""

    def changed(self, battle_id: BattleId) -> None:
        """Bring the battle's message to its newest state soon, in the best place that is left."""
        ...

    async def announce(self, battle: Battle) -> None:
        """Once the reveal is shown, post the short reply that links to it."""
        ...


class Rater(Protocol):
    """Who knows the guild's ratings."""

    async def shifts(self, battle: Battle, names: Names) -> Shifts | None:
        """Both models' ratings here before the battle and after it; None where they cannot be told."""
        ...
