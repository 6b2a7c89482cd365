"""The tables of scheduled posts. A post is unique by what it was due at, so that it is claimed once."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

from arena.wire import Category, Modality
from community.boards.values import Period, Picture
from community.schedules.pause import Pause
from community.schedules.values import Topic
from storage.community.tables.base import metadata, one_of
from storage.types import Flag, Snowflake, UtcTime

schedules: Final = Table(
    "schedules",
    metadata,
    Column("id", Snowflake, nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("topic", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("category", Text),
    Column("period", Text, nullable=False),
    Column("cron", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("picture", Text, nullable=False),
    Column("role_id", Snowflake),
    Column("ordered_by", Snowflake, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("pause", Text),
    # Whether an administrator knows of the pause.
    Column("told", Flag, nullable=False),
    PrimaryKeyConstraint("id"),
    CheckConstraint(one_of("topic", Topic), name="topic"),
    CheckConstraint(one_of("modality", Modality), name="modality"),
    CheckConstraint(one_of("category", Category), name="category"),
    CheckConstraint(one_of("period", Period), name="period"),
    CheckConstraint(one_of("pause", Pause), name="pause"),
    CheckConstraint(one_of("picture", Picture), name="picture"),
    CheckConstraint("topic = 'server' OR period = 'always'", name="world_of_all_times"),
    CheckConstraint("told IN (0, 1)", name="told"),
    CheckConstraint("told = 0 OR pause IS NOT NULL", name="told_of_a_pause"),
    Index(None, "guild_id"),
    Index(None, "next_at"),
    sqlite_strict=True,
)

scheduled_posts: Final = Table(
    "scheduled_posts",
    metadata,
    Column("schedule_id", Snowflake, ForeignKey("schedules.id", ondelete="CASCADE"), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    # Until when the post is somebody's work; NULL once it is finished.
    Column("leased_until", UtcTime),
    Column("channel_id", Snowflake),
    Column("message_id", Snowflake),
    # The models in the order of their places, as JSON; NULL where no post stands.
    Column("placings", Text),
    PrimaryKeyConstraint("schedule_id", "due_at"),
    CheckConstraint("(channel_id IS NULL) = (message_id IS NULL)", name="whole_message"),
    CheckConstraint("(placings IS NULL) = (message_id IS NULL)", name="placings_of_a_message"),
    CheckConstraint("leased_until IS NULL OR message_id IS NULL", name="finished_once"),
    Index(None, "leased_until"),
    sqlite_strict=True,
)
