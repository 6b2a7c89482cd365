"""Who agreed to what, and starts that wait for a press."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, Table, Text

from community.consent import Activity, Destination
from storage.community.tables.base import metadata, one_of
from storage.types import Snowflake, UtcTime

agreements: Final = Table(
    "agreements",
    metadata,
    Column("member_id", Snowflake, nullable=False),
    Column("source", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("agreed_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("member_id", "source", "destination"),
    CheckConstraint(one_of("destination", Destination), name="destination"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

drafts: Final = Table(
    "drafts",
    metadata,
    Column("id", Text, nullable=False),
    Column("activity", Text, nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("member_id", Snowflake, nullable=False),
    # Whoever wrote the prompt, where that is another member, who has to agree too.
    Column("author_id", Snowflake),
    Column("prompt", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("destination", Text, nullable=False),
    # A JSON object of texts, which the activity alone reads.
    Column("terms", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("id"),
    CheckConstraint(one_of("activity", Activity), name="activity"),
    CheckConstraint(one_of("destination", Destination), name="destination"),
    CheckConstraint("author_id IS NULL OR author_id <> member_id", name="author"),
    Index(None, "created_at"),
    sqlite_strict=True,
)
