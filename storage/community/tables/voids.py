"""Battles that a moderator voided: who, when and why. Rows are never changed or taken out."""

from typing import Final

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table, Text

from storage.community.tables.base import metadata
from storage.types import Snowflake, UtcTime

voids: Final = Table(
    "voids",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("voided_by", Snowflake, nullable=False),
    Column("voided_at", UtcTime, nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("battle_id"),
    sqlite_strict=True,
)
