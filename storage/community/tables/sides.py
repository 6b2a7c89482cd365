"""Sides that we drew ourselves, and what the answers lean on.

The models stand here and not in `battles`, whose names are only those of a revealed battle.
"""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text

from storage.community.tables.base import metadata

drawn_sides: Final = Table(
    "drawn_sides",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("slug_a", Text, nullable=False),
    Column("slug_b", Text, nullable=False),
    Column("name_a", Text, nullable=False),
    Column("name_b", Text, nullable=False),
    Column("answer_a", Text),
    Column("answer_b", Text),
    PrimaryKeyConstraint("battle_id"),
    CheckConstraint("slug_a <> slug_b", name="two_models"),
    CheckConstraint("(answer_a IS NULL) = (answer_b IS NULL)", name="both_answers_or_neither"),
    sqlite_strict=True,
)

citations: Final = Table(
    "citations",
    metadata,
    Column("battle_id", Text, ForeignKey("drawn_sides.battle_id"), nullable=False),
    Column("side", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    PrimaryKeyConstraint("battle_id", "side", "place"),
    CheckConstraint("side IN ('A', 'B')", name="side"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
