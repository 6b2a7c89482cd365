"""The house arena's tables."""

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

from storage.types import Flag, UtcTime

metadata = MetaData()
CRITERIA: Final = ("accuracy", "helpfulness", "clarity", "creativity")


def _score(name: str) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} BETWEEN 1 AND 5"))


keys = Table(
    "arena_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, CheckConstraint("length(sha256) = 64"), nullable=False, unique=True),
    Column("api", Text, CheckConstraint("api IN ('modelchorus', 'concurred')"), nullable=False),
    Column("tier", Text, CheckConstraint("tier IN ('standard', 'read', 'write')"), nullable=False),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("battles_per_day", Integer, CheckConstraint("battles_per_day > 0")),
    Column("requests_per_minute", Integer, CheckConstraint("requests_per_minute > 0")),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime),
    Column("revoked_at", UtcTime),
    sqlite_strict=True,
)

battle_windows = Table(
    "arena_battle_windows",
    metadata,
    Column("key_id", Text, ForeignKey("arena_keys.id"), primary_key=True),
    Column("opened_at", UtcTime, nullable=False),
    Column("used", Integer, CheckConstraint("used >= 0"), nullable=False),
    sqlite_strict=True,
)

battles = Table(
    "arena_battles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("key_id", Text, ForeignKey("arena_keys.id"), nullable=False),
    Column("modality", Text, CheckConstraint("modality IN ('text', 'image')"), nullable=False),
    Column("locale", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("slug_a", Text, nullable=False),
    Column("name_a", Text, nullable=False),
    Column("slug_b", Text, nullable=False),
    Column("name_b", Text, nullable=False),
    CheckConstraint("slug_a <> slug_b", name="arena_battles_two_models"),
    sqlite_strict=True,
)

turns = Table(
    "arena_turns",
    metadata,
    Column("battle_id", Text, ForeignKey("arena_battles.id"), nullable=False),
    Column("number", Integer, CheckConstraint("number >= 1"), nullable=False),
    Column("id", Text, nullable=False, unique=True),
    Column("prompt", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("ready_at", UtcTime),
    Column("failure", Text, CheckConstraint("failure IN ('GENERATION_FAILED', 'GENERATION_TIMED_OUT')")),
    Column("voted_at", UtcTime),
    Column("winner", Text, CheckConstraint("winner IN ('A', 'B', 'tie', 'both_bad')")),
    Column("feedback", Text),
    _score("rating"),
    *(_score(name) for name in CRITERIA),
    PrimaryKeyConstraint("battle_id", "number"),
    CheckConstraint("ready_at IS NULL OR failure IS NULL", name="arena_turns_ready_or_failed"),
    CheckConstraint("(voted_at IS NULL) = (winner IS NULL)", name="arena_turns_vote_has_winner"),
    CheckConstraint("voted_at IS NULL OR ready_at IS NOT NULL", name="arena_turns_vote_on_ready"),
    sqlite_strict=True,
)
Index(
    "arena_turns_pending",
    turns.c.created_at,
    sqlite_where=turns.c.ready_at.is_(None) & turns.c.failure.is_(None),
    postgresql_where=turns.c.ready_at.is_(None) & turns.c.failure.is_(None),
)

answers = Table(
    "arena_answers",
    metadata,
    Column("battle_id", Text, nullable=False),
    Column("turn_number", Integer, nullable=False),
    Column("side", Text, CheckConstraint("side IN ('A', 'B')"), nullable=False),
    Column("text", Text, nullable=False),
    Column("whole", Flag, CheckConstraint("whole IN (0, 1)"), nullable=False),
    Column("finished_at", UtcTime),
    Column("prompt_tokens", Integer),
    Column("completion_tokens", Integer),
    PrimaryKeyConstraint("battle_id", "turn_number", "side"),
    ForeignKeyConstraint(["battle_id", "turn_number"], ["arena_turns.battle_id", "arena_turns.number"]),
    CheckConstraint("(whole = 1) = (finished_at IS NOT NULL)", name="arena_answers_whole_when_finished"),
    sqlite_strict=True,
)

__all__ = ["CRITERIA", "answers", "battle_windows", "battles", "keys", "metadata", "turns"]
