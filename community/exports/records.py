"""What an export holds: one record a battle and one a ballot. `docs/export.md` describes each field.

The fields that LMArena's published votes have too bear the same names and values, so that what reads those reads these.
"""

import hashlib
import hmac
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from arena.wire import Winner

VERDICTS: Final = {
    Winner.A: "model_a",
    Winner.B: "model_b",
    Winner.TIE: "tie",
    Winner.BOTH_BAD: "tie (bothbad)",
}
"""A verdict as LMArena writes it."""

Verdict = Literal["model_a", "model_b", "tie", "tie (bothbad)"]


class Closing(StrEnum):
    """What ended a vote."""

    DEADLINE = "deadline"
    BY_HAND = "by_hand"
    """The starter or a moderator closed it."""
    FIRST_BALLOT = "first_ballot"


class Record(BaseModel):
    """A line of an export. Times are Unix seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(Record):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class BattleRecord(Record):
    """A battle that is closed, revealed and not void."""

    question_id: Annotated[str, Field(description="The battle's id.")]
    source: Annotated[str, Field(description="The system that ran it.")]
    modality: Annotated[str, Field(description="text or image.")]
    language: Annotated[str, Field(description="The locale it was started with.")]
    categories: Annotated[tuple[str, ...], Field(description="What the first question is about, by our rules.")]
    conversation_a: Annotated[tuple[Message, ...], Field(description="Questions and A's answers, in order.")]
    conversation_b: Annotated[tuple[Message, ...], Field(description="The same for B.")]
    turn: Annotated[int, Field(description="How many questions were asked before the vote.")]
    model_a: Annotated[str, Field(description="Who answered as A.")]
    model_b: Annotated[str, Field(description="Who answered as B.")]
    model_a_id: Annotated[str | None, Field(description="A's id at its source, with its version where it has one.")]
    model_b_id: Annotated[str | None, Field(description="The same for B.")]
    sampling_a: Annotated[str | None, Field(description="How A was asked to write, where that is known.")]
    sampling_b: Annotated[str | None, Field(description="The same for B.")]
    pair_probability: Annotated[
        float | None, Field(description="How likely this pair was to be drawn; null where the source does not say.")
    ]
    chosen: Annotated[bool, Field(description="Whether the starter chose models, so that they were not drawn.")]
    mode: Annotated[str, Field(description="poll or first: how the vote ends.")]
    closed_by: Annotated[Closing, Field(description="What ended the vote.")]
    extended: Annotated[bool, Field(description="Whether the deadline was extended.")]
    winner: Annotated[Verdict, Field(description="The verdict with the most ballots; a shared top is a tie.")]
    ballots_a: Annotated[int, Field(description="Ballots for A.")]
    ballots_b: Annotated[int, Field(description="Ballots for B.")]
    ballots_tie: Annotated[int, Field(description="Ballots for a tie.")]
    ballots_both_bad: Annotated[int, Field(description="Ballots that call both bad.")]
    leak_a: Annotated[bool, Field(description="Whether A said who wrote it; its ballots then weigh nothing.")]
    leak_b: Annotated[bool, Field(description="The same for B.")]
    starter: Annotated[str, Field(description="Who started it, as a pseudonym.")]
    created_at: Annotated[float, Field(description="When it was started.")]
    opened_at: Annotated[float, Field(description="When both answers were shown.")]
    tstamp: Annotated[float, Field(description="When it was closed.")]


class BallotRecord(Record):
    """A ballot on one of those battles."""

    question_id: Annotated[str, Field(description="The battle's id.")]
    model_a: Annotated[str, Field(description="As in the battle.")]
    model_b: Annotated[str, Field(description="As in the battle.")]
    winner: Annotated[Verdict, Field(description="The ballot's verdict.")]
    judge: Annotated[str, Field(description="Who cast it, as a pseudonym.")]
    turn: Annotated[int, Field(description="As in the battle.")]
    anony: Annotated[bool, Field(description="Always true: names came after the vote.")]
    language: Annotated[str, Field(description="As in the battle.")]
    tstamp: Annotated[float, Field(description="When it was cast, or last changed.")]


PSEUDONYM_BYTES: Final = 16
"""128 bits: no two members of a guild share one."""


def pseudonym(key: bytes, member_id: int) -> str:
    """A member's name in one guild's exports: the same in each of them, and nobody's without the guild's key.

    HMAC-SHA-256 (RFC 2104), cut to 128 bits, in hexadecimal.
    """
    return hmac.new(key, str(member_id).encode(), hashlib.sha256).digest()[:PSEUDONYM_BYTES].hex()
