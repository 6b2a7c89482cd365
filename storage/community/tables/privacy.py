"""What is still to be forgotten, what forgotten questions were about, and which guilds the bot was taken off."""

from typing import Final

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table, Text

from storage.community.tables.base import metadata
from storage.types import Snowflake, UtcTime

forgettings: Final = Table(
    "forgettings",
    metadata,
    # Kept only until nothing is left to forget.
    Column("member_id", Snowflake, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("member_id"),
    sqlite_strict=True,
)

blanked_questions: Final = Table(
    "blanked_questions",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    # The categories that the question was in, as a JSON list: boards were counted by them.
    Column("categories", Text, nullable=False),
    PrimaryKeyConstraint("battle_id"),
    sqlite_strict=True,
)

departed_guilds: Final = Table(
    "departed_guilds",
    metadata,
    Column("guild_id", Snowflake, nullable=False),
    Column("left_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("guild_id"),
    sqlite_strict=True,
)
