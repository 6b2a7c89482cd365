"""Fights: what was asked, every event that came, and the audience's ballots."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from arena.wire.concurred import MAX_ROUNDS, FightStyle
from community.fights.values import FightFailure, Status
from storage.community.tables.base import metadata, one_of
from storage.types import Flag, Snowflake, UtcTime

fights: Final = Table(
    "fights",
    metadata,
    Column("id", Text, nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("starter_id", Snowflake, nullable=False),
    Column("question", Text, nullable=False),
    # What the source calls them, as a JSON list; NULL for all.
    Column("models", Text),
    Column("multiplied", Text),
    Column("rounds", Integer, nullable=False),
    Column("style", Text, nullable=False),
    Column("image_url", Text),
    # Turns before the question, as a JSON list.
    Column("history", Text, nullable=False),
    Column("anonymous", Flag, nullable=False),
    # Display names by what the source calls a model, as a JSON object.
    Column("names", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("status", Text, nullable=False),
    Column("ended_at", UtcTime),
    Column("failure", Text),
    Column("reason", Text),
    PrimaryKeyConstraint("id"),
    CheckConstraint(one_of("status", Status), name="status"),
    CheckConstraint(one_of("style", FightStyle), name="style"),
    CheckConstraint(one_of("failure", FightFailure), name="failure"),
    CheckConstraint(f"rounds BETWEEN 1 AND {MAX_ROUNDS}", name="rounds"),
    CheckConstraint("anonymous IN (0, 1)", name="anonymous"),
    CheckConstraint("models IS NULL OR multiplied IS NULL", name="models_or_one"),
    CheckConstraint("(ended_at IS NULL) = (status IN ('starting', 'running'))", name="ended_unless_live"),
    CheckConstraint("(failure IS NOT NULL) = (status = 'failed')", name="failure_only_when_failed"),
    CheckConstraint("reason IS NULL OR failure IS NOT NULL", name="reason_of_failure"),
    Index(None, "status", "created_at"),
    sqlite_strict=True,
)

fight_events: Final = Table(
    "fight_events",
    metadata,
    Column("fight_id", Text, ForeignKey("fights.id"), nullable=False),
    # From 0, in the order in which they came.
    Column("number", Integer, nullable=False),
    # The event as it came over the wire, as a JSON object.
    Column("event", Text, nullable=False),
    PrimaryKeyConstraint("fight_id", "number"),
    CheckConstraint("number >= 0", name="number"),
    sqlite_strict=True,
    # A fight's events lie side by side, in their order.
    sqlite_with_rowid=False,
)

fight_ballots: Final = Table(
    "fight_ballots",
    metadata,
    Column("fight_id", Text, ForeignKey("fights.id"), nullable=False),
    Column("member_id", Snowflake, nullable=False),
    Column("agent", Text, nullable=False),
    Column("cast_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("fight_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

fight_messages: Final = Table(
    "fight_messages",
    metadata,
    Column("fight_id", Text, ForeignKey("fights.id"), nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("message_id", Snowflake, nullable=False),
    # The status that the message was last brought to; NULL until it was edited or posted anew.
    Column("shows", Text),
    PrimaryKeyConstraint("fight_id"),
    CheckConstraint(one_of("shows", Status), name="shows"),
    Index(None, "message_id"),
    sqlite_strict=True,
)
