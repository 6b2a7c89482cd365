"""Secrets of guilds: with its key nobody's pseudonym in an export can be told from a number."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, LargeBinary, PrimaryKeyConstraint, Table

from storage.community.tables.base import metadata
from storage.types import Snowflake

guild_keys: Final = Table(
    "guild_keys",
    metadata,
    Column("guild_id", Snowflake, nullable=False),
    Column("key", LargeBinary, nullable=False),
    PrimaryKeyConstraint("guild_id"),
    CheckConstraint("length(key) = 32", name="key"),
    sqlite_strict=True,
)
