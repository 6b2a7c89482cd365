"""Follow-ups: both models are asked again in the same battle, still blind, and one vote is cast on the whole.

After the reveal they may be asked again too; those turns are not blind, and nobody votes on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from arena.wire import Modality
from community.battles.values import (
    Answers,
    Battle,
    BattleId,
    Leaks,
    Place,
    State,
    Turn,
    TurnFailure,
    TurnState,
)
from community.errors import Refusal
from community.places import MessageRef

MAX_TURNS: Final = 10
"""Questions in one battle, its first included; the house arena takes as many. A source may take fewer and say so."""


class Reason(StrEnum):
    """Why a follow-up is not taken."""

    ANOTHER = "another"
    """Another one is being answered."""
    VOTED = "voted"
    """Somebody has voted: the ballots are for what they saw."""
    CLOSED = "closed"
    """The battle is not open to vote, and not revealed."""
    OVER = "over"
    """The battle ended without names."""
    LAST = "last"
    """The battle has all its turns."""
    PICTURES = "pictures"
    """It is an image battle."""
    NOT_SUPPORTED = "not_supported"
    """The source takes no more questions in this battle."""
    NO_ANSWER = "no_answer"
    """The source cannot be reached, or does not take the question just now."""


class FollowUpRefused(Refusal):
    """The follow-up was not asked; nothing was used up.

    Attributes:
        reason: why.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"a follow-up was refused: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTurn:
    """A follow-up that a member asks for. `threads` is whether the guild wants it in a thread."""

    prompt: str
    asked_by: int
    asked_at: datetime
    threads: bool = False

    def place(self, *, blind: bool) -> Place:
        """Where it is shown: what is not voted on never takes the place of what was."""
        if self.threads:
            return Place.THREAD
        return Place.BATTLE if blind else Place.REPLY


class Phase(StrEnum):
    """What a turn's own message shows."""

    WRITING = "writing"
    OPEN = "open"
    """Both answers, with the vote on the whole."""
    READY = "ready"
    FAILED = "failed"


def phase(battle: Battle, turn: Turn) -> Phase:
    """What the turn's own message should show now."""
    if turn.state.pending:
        return Phase.WRITING
    if turn.state is TurnState.FAILED:
        return Phase.FAILED
    return Phase.OPEN if battle.state is State.VOTING and turn == battle.latest else Phase.READY


def why_not(battle: Battle) -> Reason | None:
    """Why this battle takes no follow-up now, None where it takes one. Where it is kept the same is asked once more."""
    if battle.modality is Modality.IMAGE:
        return Reason.PICTURES
    if battle.pending is not None:
        return Reason.ANOTHER
    if len([turn for turn in battle.turns if turn.failure is not TurnFailure.NOT_ASKED]) >= MAX_TURNS:
        return Reason.LAST
    if battle.state is State.VOTING:
        return Reason.VOTED if battle.ballots else None
    if battle.state is State.REVEALED and battle.void is None:
        return None
    return Reason.OVER if battle.state.final else Reason.CLOSED


class TurnStore(Protocol):
    """The turns of battles. Every method is one transaction.

    A transition happens only from the state it names and returns None where the turn is in another.
    """

    async def ask(self, battle_id: BattleId, turn: NewTurn) -> Battle:
        """Keep a follow-up as ASKING. A battle in VOTING without ballots goes back to ANSWERING; a revealed one stays.

        Raises:
            FollowUpRefused: the battle takes none now. Of two members at once, one gets this.
        """
        ...

    async def asked(self, battle_id: BattleId, number: int) -> Battle | None:
        """ASKING → ANSWERING."""
        ...

    async def answered(
        self,
        battle_id: BattleId,
        number: int,
        answers: Answers,
        leaks: Leaks,
        *,
        opened_at: datetime,
        closes_at: datetime,
    ) -> Battle | None:
        """A pending turn → READY; a blind one's battle → VOTING with its answers and a new deadline."""
        ...

    async def failed(
        self, battle_id: BattleId, number: int, failure: TurnFailure, *, opened_at: datetime, closes_at: datetime
    ) -> Battle | None:
        """A pending turn → FAILED; a blind one's battle → VOTING on what stood before, with a new deadline."""
        ...

    async def pending(self) -> Sequence[Battle]:
        """The battles of which a follow-up is being asked or answered, oldest first."""
        ...

    async def apart(self) -> Sequence[BattleId]:
        """The battles with a turn whose own message may have to be brought up to date."""
        ...

    async def keep_message(self, battle_id: BattleId, number: int, message: MessageRef) -> None:
        """Remember where a turn is shown."""
        ...

    async def keep_shown(self, battle_id: BattleId, number: int, shows: str) -> None:
        """Remember what a turn's own message shows."""
        ...
