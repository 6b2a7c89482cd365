"""What members say beside their ballots, and the starters' ratings on their way upstream."""

from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from arena.wire import Winner
from storage.community.tables.base import metadata, one_of
from storage.types import Snowflake, UtcTime

SCORES: Final = ("stars", "accuracy", "helpfulness", "clarity", "creativity")


class Leg(StrEnum):
    """How far a starter's rating is on its way upstream."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"


ratings: Final = Table(
    "ratings",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("member_id", Snowflake, nullable=False),
    *(Column(name, Integer) for name in SCORES),
    Column("words", Text, nullable=False),
    Column("rated_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("battle_id", "member_id"),
    *(CheckConstraint(f"{name} BETWEEN 1 AND 5", name=name) for name in SCORES),
    CheckConstraint(f"words <> '' OR coalesce({', '.join(SCORES)}) IS NOT NULL", name="says_something"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

reasons: Final = Table(
    "reasons",
    metadata,
    Column("battle_id", Text, nullable=False),
    Column("member_id", Snowflake, nullable=False),
    # What the words explain: after a change of mind they explain nothing that stands.
    Column("choice", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("written_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("battle_id", "member_id"),
    # A ballot that is withdrawn takes its reason along.
    ForeignKeyConstraint(["battle_id", "member_id"], ["ballots.battle_id", "ballots.member_id"], ondelete="CASCADE"),
    CheckConstraint(one_of("choice", Winner), name="choice"),
    CheckConstraint("words <> ''", name="words"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

guesses: Final = Table(
    "guesses",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("member_id", Snowflake, nullable=False),
    Column("name_a", Text),
    Column("name_b", Text),
    Column("guessed_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("battle_id", "member_id"),
    CheckConstraint("coalesce(name_a, name_b) IS NOT NULL", name="says_something"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

watchers: Final = Table(
    "watchers",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("member_id", Snowflake, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("battle_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

feedback_outbox: Final = Table(
    "feedback_outbox",
    metadata,
    Column("battle_id", Text, nullable=False),
    Column("member_id", Snowflake, nullable=False),
    Column("leg", Text, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("battle_id"),
    ForeignKeyConstraint(["battle_id", "member_id"], ["ratings.battle_id", "ratings.member_id"]),
    CheckConstraint(one_of("leg", Leg), name="leg"),
    Index(None, "leg", "due_at"),
    sqlite_strict=True,
)
