"""The questions of battles that have several. A battle's first question gets its row here with the second one.

What is voted on stands in `battles`: the answers of the latest blind turn. So while a follow-up is being answered a
battle is in `answering`, like a new one, and takes no ballots by the rules that hold anyway.
"""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, text

from community.battles.values import Place, TurnFailure, TurnState
from storage.community.tables.base import metadata, one_of
from storage.types import Flag, Snowflake, UtcTime

turns: Final = Table(
    "turns",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("asked_by", Snowflake, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    # Not blind is what was asked after the reveal. It is never voted on.
    Column("blind", Flag, nullable=False),
    Column("place", Text, nullable=False),
    Column("answer_a", Text),
    Column("answer_b", Text),
    Column("leak_a", Flag),
    Column("leak_b", Flag),
    Column("failure", Text),
    Column("channel_id", Snowflake),
    Column("message_id", Snowflake),
    # What a message of its own was last brought to; NULL until there was one.
    Column("shows", Text),
    PrimaryKeyConstraint("battle_id", "number"),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint(one_of("state", TurnState), name="state"),
    CheckConstraint("blind IN (0, 1)", name="blind"),
    CheckConstraint(one_of("place", Place), name="place"),
    CheckConstraint(one_of("failure", TurnFailure), name="failure"),
    CheckConstraint(
        "(answer_a IS NOT NULL) = (state = 'ready') AND (answer_b IS NOT NULL) = (state = 'ready')"
        " AND (leak_a IS NOT NULL) = (state = 'ready') AND (leak_b IS NOT NULL) = (state = 'ready')",
        name="both_answers_once_ready",
    ),
    CheckConstraint("leak_a IN (0, 1) AND leak_b IN (0, 1)", name="leaks"),
    CheckConstraint("(failure IS NOT NULL) = (state = 'failed')", name="failure_only_when_failed"),
    CheckConstraint("(channel_id IS NULL) = (message_id IS NULL)", name="message"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# One at a time: whoever asks while another question is being answered is refused by the database itself.
Index(
    "ix_turns_pending",
    turns.c.battle_id,
    unique=True,
    sqlite_where=text("state IN ('asking', 'answering')"),
    postgresql_where=text("state IN ('asking', 'answering')"),
)
