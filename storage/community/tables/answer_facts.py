"""What the answers of revealed battles took, who exactly wrote them, and how likely the pair was."""

from typing import Final

from sqlalchemy import REAL, CheckConstraint, Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text

from storage.community.tables.base import metadata

answer_facts: Final = Table(
    "answer_facts",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("side", Text, nullable=False),
    Column("seconds", REAL),
    Column("tokens", Integer),
    # US dollars.
    Column("dollars", REAL),
    PrimaryKeyConstraint("battle_id", "side"),
    CheckConstraint("side IN ('A', 'B')", name="side"),
    CheckConstraint("seconds >= 0 AND tokens >= 0 AND dollars >= 0", name="amounts"),
    CheckConstraint("coalesce(seconds, tokens, dollars) IS NOT NULL", name="says_something"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

answer_models: Final = Table(
    "answer_models",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("side", Text, nullable=False),
    Column("model_id", Text, nullable=False),
    Column("sampling", Text),
    PrimaryKeyConstraint("battle_id", "side"),
    CheckConstraint("side IN ('A', 'B')", name="side"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

battle_draws: Final = Table(
    "battle_draws",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("probability", REAL, nullable=False),
    PrimaryKeyConstraint("battle_id"),
    CheckConstraint("probability > 0 AND probability <= 1", name="probability"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
