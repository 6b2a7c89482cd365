"""Reports of battles and fights, and where each guild's moderators are told of them."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

from storage.community.tables.base import metadata
from storage.types import Snowflake, UtcTime

reports: Final = Table(
    "reports",
    metadata,
    # Grows by one with each report.
    Column("id", Snowflake, nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("battle_id", Text, ForeignKey("battles.id")),
    Column("fight_id", Text, ForeignKey("fights.id")),
    Column("member_id", Snowflake, nullable=False),
    Column("words", Text, nullable=False),
    Column("reported_at", UtcTime, nullable=False),
    # NULL until the moderators were told.
    Column("told_at", UtcTime),
    PrimaryKeyConstraint("id"),
    CheckConstraint("(battle_id IS NULL) <> (fight_id IS NULL)", name="one_subject"),
    Index(None, "battle_id", "member_id", unique=True),
    Index(None, "fight_id", "member_id", unique=True),
    Index(None, "guild_id"),
    Index(None, "told_at", "reported_at"),
    sqlite_strict=True,
)

report_channels: Final = Table(
    "report_channels",
    metadata,
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    PrimaryKeyConstraint("guild_id"),
    sqlite_strict=True,
)
