"""What boards are made of: counts of a guild's battles, the world's ratings, and what was posted.

A count is kept for each day, so that a period is a sum of days; the empty category holds all battles.
"""

from typing import Final

from sqlalchemy import REAL, CheckConstraint, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from arena.wire import Modality
from community.battles.shifts import Leaning
from community.boards.values import Picture
from storage.community.tables.ballots import ballots
from storage.community.tables.base import metadata, one_of
from storage.types import Day, Snowflake, UtcTime

board_counts: Final = Table(
    "board_counts",
    metadata,
    Column("guild_id", Snowflake, nullable=False),
    Column("source", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("day", Day, nullable=False),
    # Two models by alphabet; the numbers are seen from the first (`arena.ratings.PairStats`).
    Column("first", Text, nullable=False),
    Column("second", Text, nullable=False),
    Column("battles", Integer, nullable=False),
    Column("wins", Integer, nullable=False),
    Column("losses", Integer, nullable=False),
    Column("ties", Integer, nullable=False),
    Column("both_bad", Integer, nullable=False),
    Column("squares", Integer, nullable=False),
    Column("cross", Integer, nullable=False),
    Column("score_squares", Integer, nullable=False),
    Column("last_closed_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("guild_id", "source", "modality", "category", "day", "first", "second"),
    CheckConstraint(one_of("modality", Modality), name="modality"),
    CheckConstraint("first < second", name="in_order"),
    # Each pair has at most one battle taken out for each that was put in.
    CheckConstraint("battles >= 0 AND wins >= 0 AND losses >= 0 AND ties >= 0 AND both_bad >= 0", name="counts"),
    sqlite_strict=True,
    # A board's rows lie side by side, so summing them reads nothing else.
    sqlite_with_rowid=False,
)

board_versions: Final = Table(
    "board_versions",
    metadata,
    Column("guild_id", Snowflake, nullable=False),
    # Grows with each battle that is counted or taken out, so that a board in memory is known to be the newest.
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("guild_id"),
    sqlite_strict=True,
)

world_ratings: Final = Table(
    "world_ratings",
    metadata,
    Column("source", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("rating", REAL, nullable=False),
    PrimaryKeyConstraint("source", "modality", "model"),
    CheckConstraint(one_of("modality", Modality), name="modality"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

board_posts: Final = Table(
    "board_posts",
    metadata,
    Column("guild_id", Snowflake, nullable=False),
    Column("source", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("posted_at", UtcTime, nullable=False),
    # Each model's rank and rating in that post, as JSON: {"model": [rank, rating]}.
    Column("placings", Text, nullable=False),
    PrimaryKeyConstraint("guild_id", "source", "modality", "category", "period"),
    sqlite_strict=True,
)

# A member's own board looks for all of that member's ballots.
Index(None, ballots.c.member_id)

battle_ratings: Final = Table(
    "battle_ratings",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("side", Text, nullable=False),
    # In points; NULL where the model had not been on the board.
    Column("before", REAL),
    Column("after", REAL, nullable=False),
    Column("within", REAL, nullable=False),
    Column("leaning", Text, nullable=False),
    PrimaryKeyConstraint("battle_id", "side"),
    CheckConstraint("side IN ('A', 'B')", name="side"),
    CheckConstraint("within >= 0", name="within"),
    CheckConstraint(one_of("leaning", Leaning), name="leaning"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

live_boards: Final = Table(
    "live_boards",
    metadata,
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("source", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("picture", Text, nullable=False),
    Column("message_id", Snowflake),
    # The version of the counts that its message shows; NULL until it was posted.
    Column("shows", Integer),
    PrimaryKeyConstraint("guild_id"),
    CheckConstraint(one_of("modality", Modality), name="modality"),
    CheckConstraint(one_of("picture", Picture), name="picture"),
    sqlite_strict=True,
)
