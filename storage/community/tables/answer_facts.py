"""What the answers of revealed battles took."""

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
