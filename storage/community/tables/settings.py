"""What guilds decided, and what the bot has to know from one start to the next."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text

from community.settings import MAX_WINDOW, MIN_WINDOW
from storage.community.tables.base import metadata
from storage.types import Duration, Flag, Snowflake, microseconds

guild_settings: Final = Table(
    "guild_settings",
    metadata,
    Column("guild_id", Snowflake, nullable=False),
    Column("battles_per_day", Integer, nullable=False),
    Column("battles_per_member", Integer, nullable=False),
    Column("voting_window", Duration, nullable=False),
    Column("account_age", Duration, nullable=False),
    Column("membership", Duration, nullable=False),
    Column("reading_time", Flag, nullable=False),
    Column("ballots_per_day", Integer),
    Column("starter_votes", Flag, nullable=False),
    Column("quorum", Integer, nullable=False),
    Column("extends", Flag, nullable=False),
    PrimaryKeyConstraint("guild_id"),
    CheckConstraint("battles_per_day >= 0 AND battles_per_member >= 0", name="limits"),
    CheckConstraint("account_age >= 0 AND membership >= 0", name="ages"),
    CheckConstraint("quorum >= 1 AND (ballots_per_day IS NULL OR ballots_per_day >= 1)", name="ballots"),
    CheckConstraint("reading_time IN (0, 1) AND starter_votes IN (0, 1) AND extends IN (0, 1)", name="choices"),
    CheckConstraint(
        f"voting_window BETWEEN {microseconds(MIN_WINDOW)} AND {microseconds(MAX_WINDOW)}", name="voting_window"
    ),
    sqlite_strict=True,
)

guild_looks: Final = Table(
    "guild_looks",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild_settings.guild_id"), nullable=False),
    Column("threads", Flag, nullable=False),
    Column("spoilers", Flag, nullable=False),
    PrimaryKeyConstraint("guild_id"),
    CheckConstraint("threads IN (0, 1) AND spoilers IN (0, 1)", name="choices"),
    sqlite_strict=True,
)

fight_limits: Final = Table(
    "fight_limits",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild_settings.guild_id"), nullable=False),
    Column("per_day", Integer, nullable=False),
    Column("per_member", Integer, nullable=False),
    PrimaryKeyConstraint("guild_id"),
    CheckConstraint("per_day >= 0 AND per_member >= 0", name="limits"),
    sqlite_strict=True,
)

guild_sources: Final = Table(
    "guild_sources",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild_settings.guild_id"), nullable=False),
    # NULL: Discord's own of the guild.
    Column("locale", Text),
    # NULL: the bot's first.
    Column("source", Text),
    Column("hosted_allowed", Flag, nullable=False),
    PrimaryKeyConstraint("guild_id"),
    CheckConstraint("hosted_allowed IN (0, 1)", name="hosted_allowed"),
    sqlite_strict=True,
)

voter_roles: Final = Table(
    "voter_roles",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild_settings.guild_id"), nullable=False),
    Column("role_id", Snowflake, nullable=False),
    PrimaryKeyConstraint("guild_id", "role_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

facts: Final = Table(
    "facts",
    metadata,
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("name"),
    sqlite_strict=True,
)
