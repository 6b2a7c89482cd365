"""Battles. Their CHECKs hold what is true of one in each state."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

from arena.wire import Modality
from community.battles.values import Failure, Mode, State
from storage.community.tables.base import metadata, one_of
from storage.types import Duration, Flag, Snowflake, UtcTime

battles: Final = Table(
    "battles",
    metadata,
    Column("id", Text, nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("starter_id", Snowflake, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("voting_window", Duration, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("upstream_id", Text),
    Column("poll_interval", Duration, nullable=False),
    Column("answer_a", Text),
    Column("answer_b", Text),
    Column("leak_a", Flag),
    Column("leak_b", Flag),
    Column("opened_at", UtcTime),
    Column("closes_at", UtcTime),
    Column("extended", Flag, nullable=False),
    Column("closed_at", UtcTime),
    Column("name_a", Text),
    Column("name_b", Text),
    Column("failure", Text),
    PrimaryKeyConstraint("id"),
    CheckConstraint(one_of("state", State), name="state"),
    CheckConstraint(one_of("mode", Mode), name="mode"),
    CheckConstraint(one_of("failure", Failure), name="failure"),
    CheckConstraint("voting_window > 0 AND poll_interval > 0", name="durations"),
    CheckConstraint("extended IN (0, 1)", name="extended"),
    # A battle has an upstream id from its creation on; a failed one has what it had.
    CheckConstraint(
        "CASE state WHEN 'creating' THEN upstream_id IS NULL WHEN 'failed' THEN TRUE ELSE upstream_id IS NOT NULL END",
        name="upstream_id_once_created",
    ),
    CheckConstraint("answer_a IS NULL OR upstream_id IS NOT NULL", name="answers_once_created"),
    CheckConstraint("(answer_a IS NULL) = (answer_b IS NULL)", name="both_answers_or_neither"),
    CheckConstraint(
        "CASE WHEN state IN ('creating', 'answering') THEN answer_a IS NULL"
        " WHEN state = 'failed' THEN TRUE ELSE answer_a IS NOT NULL END",
        name="answers_once_voting",
    ),
    # The deadline runs from the moment both answers are shown.
    CheckConstraint("(closes_at IS NULL) = (answer_a IS NULL)", name="deadline_with_answers"),
    CheckConstraint(
        "(leak_a IS NULL) = (answer_a IS NULL) AND (leak_b IS NULL) = (answer_b IS NULL)", name="leaks_with_answers"
    ),
    CheckConstraint("leak_a IN (0, 1) AND leak_b IN (0, 1)", name="leaks"),
    CheckConstraint("(opened_at IS NULL) = (answer_a IS NULL)", name="opened_with_answers"),
    CheckConstraint("extended = 0 OR closes_at IS NOT NULL", name="extended_deadline"),
    CheckConstraint(
        "CASE WHEN state IN ('closing', 'revealed', 'unrevealed') THEN closed_at IS NOT NULL"
        " WHEN state = 'failed' THEN closed_at IS NULL OR closes_at IS NOT NULL ELSE closed_at IS NULL END",
        name="closed_at_once_closed",
    ),
    CheckConstraint(
        "(name_a IS NOT NULL) = (state = 'revealed') AND (name_b IS NOT NULL) = (state = 'revealed')",
        name="names_only_when_revealed",
    ),
    CheckConstraint("(failure IS NOT NULL) = (state = 'failed')", name="failure_only_when_failed"),
    Index(None, "state", "closes_at"),
    Index(None, "state", "created_at"),
    sqlite_strict=True,
)

battle_assignments: Final = Table(
    "battle_assignments",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("modality", Text, nullable=False),
    Column("locale", Text, nullable=False),
    # The slugs that the starter chose, smaller one first: their order says nothing about sides. NULL is drawn.
    Column("model_1", Text),
    Column("model_2", Text),
    PrimaryKeyConstraint("battle_id"),
    CheckConstraint(one_of("modality", Modality), name="modality"),
    CheckConstraint("locale <> ''", name="locale"),
    CheckConstraint("model_2 IS NULL OR model_1 < model_2", name="models"),
    sqlite_strict=True,
)

battle_repeats: Final = Table(
    "battle_repeats",
    metadata,
    # Each battle is repeated by one other: of several who press [Try again] at once, one starts it.
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("repeated_by", Text, ForeignKey("battles.id"), nullable=False),
    PrimaryKeyConstraint("battle_id"),
    Index(None, "repeated_by", unique=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
