"""Ballots, and the trail that every one of them leaves. Withdrawn ballots are deleted."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

from arena.wire import Winner
from storage.community.tables.base import metadata, one_of
from storage.types import Flag, Snowflake, UtcTime

ballots: Final = Table(
    "ballots",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("member_id", Snowflake, nullable=False),
    Column("choice", Text, nullable=False),
    Column("cast_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("battle_id", "member_id"),
    CheckConstraint(one_of("choice", Winner), name="choice"),
    sqlite_strict=True,
    # A battle's ballots lie side by side, so counting them reads nothing else.
    sqlite_with_rowid=False,
)

ballot_events: Final = Table(
    "ballot_events",
    metadata,
    # Grows by one with each event: the order of events within a microsecond.
    Column("id", Snowflake, nullable=False),
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("member_id", Snowflake, nullable=False),
    # What was chosen; NULL is a withdrawal.
    Column("choice", Text),
    # Whether this was the member's first ballot in the battle: those are counted by the day.
    Column("first", Flag, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("id"),
    CheckConstraint(one_of("choice", Winner), name="choice"),
    CheckConstraint("first IN (0, 1)", name="first"),
    Index(None, "guild_id", "member_id", "at"),
    sqlite_strict=True,
)
