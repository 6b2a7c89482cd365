"""The community's tables. Their CHECKs hold what is true of a battle in each state.

A closed battle's tally is not stored: it is counted from its ballots, which nothing touches after the close.
Withdrawn ballots are deleted. A quota's window stays one row, which begins anew when it is over.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from arena.wire import Winner
from community.battles.values import Failure, Mode, State
from community.quotas import ChargeState, Scope
from community.settings import MAX_WINDOW, MIN_WINDOW
from storage.types import Duration, Flag, Snowflake, UtcTime, microseconds

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Purpose(StrEnum):
    """What a message that the bot sent is for."""

    BATTLE = "battle"
    ANNOUNCEMENT = "announcement"


class Kind(StrEnum):
    """What a quota counts."""

    BATTLE = "battle"


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


battles: Final = Table(
    "battles",
    metadata,
    Column("id", Text, nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("starter_id", Snowflake, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("voting_window", Duration, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("upstream_id", Text),
    Column("poll_interval", Duration, nullable=False),
    Column("answer_a", Text),
    Column("answer_b", Text),
    Column("leak_a", Flag),
    Column("leak_b", Flag),
    Column("opened_at", UtcTime),
    Column("closes_at", UtcTime),
    Column("extended", Flag, nullable=False),
    Column("closed_at", UtcTime),
    Column("name_a", Text),
    Column("name_b", Text),
    Column("failure", Text),
    PrimaryKeyConstraint("id"),
    CheckConstraint(_one_of("state", State), name="state"),
    CheckConstraint(_one_of("mode", Mode), name="mode"),
    CheckConstraint(_one_of("failure", Failure), name="failure"),
    CheckConstraint("voting_window > 0 AND poll_interval > 0", name="durations"),
    CheckConstraint("extended IN (0, 1)", name="extended"),
    # A battle has an upstream id from its creation on; a failed one has what it had.
    CheckConstraint(
        "CASE state WHEN 'creating' THEN upstream_id IS NULL WHEN 'failed' THEN TRUE ELSE upstream_id IS NOT NULL END",
        name="upstream_id_once_created",
    ),
    CheckConstraint("answer_a IS NULL OR upstream_id IS NOT NULL", name="answers_once_created"),
    CheckConstraint("(answer_a IS NULL) = (answer_b IS NULL)", name="both_answers_or_neither"),
    CheckConstraint(
        "CASE WHEN state IN ('creating', 'answering') THEN answer_a IS NULL"
        " WHEN state = 'failed' THEN TRUE ELSE answer_a IS NOT NULL END",
        name="answers_once_voting",
    ),
    # The deadline runs from the moment both answers are shown.
    CheckConstraint("(closes_at IS NULL) = (answer_a IS NULL)", name="deadline_with_answers"),
    CheckConstraint(
        "(leak_a IS NULL) = (answer_a IS NULL) AND (leak_b IS NULL) = (answer_b IS NULL)", name="leaks_with_answers"
    ),
    CheckConstraint("leak_a IN (0, 1) AND leak_b IN (0, 1)", name="leaks"),
    CheckConstraint("(opened_at IS NULL) = (answer_a IS NULL)", name="opened_with_answers"),
    CheckConstraint("extended = 0 OR closes_at IS NOT NULL", name="extended_deadline"),
    CheckConstraint(
        "CASE WHEN state IN ('closing', 'revealed', 'unrevealed') THEN closed_at IS NOT NULL"
        " WHEN state = 'failed' THEN closed_at IS NULL OR closes_at IS NOT NULL ELSE closed_at IS NULL END",
        name="closed_at_once_closed",
    ),
    CheckConstraint(
        "(name_a IS NOT NULL) = (state = 'revealed') AND (name_b IS NOT NULL) = (state = 'revealed')",
        name="names_only_when_revealed",
    ),
    CheckConstraint("(failure IS NOT NULL) = (state = 'failed')", name="failure_only_when_failed"),
    Index(None, "state", "closes_at"),
    Index(None, "state", "created_at"),
    sqlite_strict=True,
)

ballots: Final = Table(
    "ballots",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("member_id", Snowflake, nullable=False),
    Column("choice", Text, nullable=False),
    Column("cast_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("battle_id", "member_id"),
    CheckConstraint(_one_of("choice", Winner), name="choice"),
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
    CheckConstraint(_one_of("choice", Winner), name="choice"),
    CheckConstraint("first IN (0, 1)", name="first"),
    Index(None, "guild_id", "member_id", "at"),
    sqlite_strict=True,
)

quota_windows: Final = Table(
    "quota_windows",
    metadata,
    Column("scope", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("used", Integer, nullable=False),
    PrimaryKeyConstraint("scope", "subject", "kind"),
    CheckConstraint(_one_of("scope", Scope), name="scope"),
    CheckConstraint(_one_of("kind", Kind), name="kind"),
    CheckConstraint("ends_at > opened_at", name="span"),
    CheckConstraint("used >= 0", name="used"),
    sqlite_strict=True,
)

quota_charges: Final = Table(
    "quota_charges",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("window_opened_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("battle_id", "scope"),
    ForeignKeyConstraint(
        ["scope", "subject", "kind"], ["quota_windows.scope", "quota_windows.subject", "quota_windows.kind"]
    ),
    CheckConstraint(_one_of("kind", [Kind.BATTLE]), name="kind"),
    CheckConstraint(_one_of("state", ChargeState), name="state"),
    sqlite_strict=True,
)

sent_messages: Final = Table(
    "sent_messages",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("message_id", Snowflake, nullable=False),
    # The state that a battle's message was last brought to; NULL until it was edited or posted anew.
    Column("shows", Text),
    PrimaryKeyConstraint("battle_id", "purpose"),
    CheckConstraint(_one_of("shows", State), name="shows"),
    CheckConstraint(_one_of("purpose", Purpose), name="purpose"),
    sqlite_strict=True,
)

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
