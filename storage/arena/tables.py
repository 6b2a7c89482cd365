"""The house arena's tables."""

from typing import Final

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from storage.types import Flag, UtcTime

metadata = MetaData()
CRITERIA: Final = ("accuracy", "helpfulness", "clarity", "creativity")
FAILURE_CHECK: Final = "failure IN ('GENERATION_FAILED', 'GENERATION_TIMED_OUT')"


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
    Column("failure", Text, CheckConstraint(FAILURE_CHECK)),
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
for _name, _told in (("arena_turns_voted", turns.c.voted_at), ("arena_turns_with_feedback", turns.c.feedback)):
    Index(
        _name,
        turns.c.voted_at,
        turns.c.id,
        sqlite_where=_told.is_not(None),
        postgresql_where=_told.is_not(None),
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

battle_categories = Table(
    "arena_battle_categories",
    metadata,
    Column("battle_id", Text, ForeignKey("arena_battles.id"), nullable=False),
    Column("category", Text, CheckConstraint("category <> ''"), nullable=False),
    PrimaryKeyConstraint("battle_id", "category"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Every counted vote, added up by modality, locale and category ('' is every battle's). Reading a board from here takes
# 2 ms where adding up 110,000 votes takes 230; keeping it costs 14 µs a vote.
pair_counts = Table(
    "arena_pair_counts",
    metadata,
    Column("modality", Text, CheckConstraint("modality IN ('text', 'image')"), nullable=False),
    Column("category", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("slug_1", Text, nullable=False),
    Column("slug_2", Text, nullable=False),
    *(
        Column(name, Integer, CheckConstraint(f"{name} >= 0"), nullable=False)
        for name in ("wins_1", "wins_2", "ties", "both_bad")
    ),
    PrimaryKeyConstraint("modality", "category", "locale", "slug_1", "slug_2"),
    CheckConstraint("slug_1 < slug_2", name="arena_pair_counts_in_order"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Models that stand on a board may be configured no longer.
ranked_models = Table(
    "arena_ranked_models",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("first_ranked_at", UtcTime, nullable=False),
    sqlite_strict=True,
)

secrets = Table(
    "arena_secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, CheckConstraint("length(value) = 64"), nullable=False),
    sqlite_strict=True,
)

reveals = Table(
    "arena_reveals",
    metadata,
    Column("battle_id", Text, primary_key=True),
    Column("turn_number", Integer, nullable=False),
    ForeignKeyConstraint(["battle_id", "turn_number"], ["arena_turns.battle_id", "arena_turns.number"]),
    sqlite_strict=True,
)
"""The vote of each battle that brought its names out: the battle's only blind one. `storage.arena.ranked` reads it."""

leaks = Table(
    "arena_leaks",
    metadata,
    Column("battle_id", Text, nullable=False),
    Column("turn_number", Integer, nullable=False),
    Column("side", Text, nullable=False),
    Column("masked", Text, nullable=False),
    PrimaryKeyConstraint("battle_id", "turn_number", "side"),
    ForeignKeyConstraint(
        ["battle_id", "turn_number", "side"],
        ["arena_answers.battle_id", "arena_answers.turn_number", "arena_answers.side"],
    ),
    sqlite_strict=True,
)
"""Answers that say who made them, as they are shown until the vote."""

styles = Table(
    "arena_styles",
    metadata,
    Column("battle_id", Text, nullable=False),
    Column("turn_number", Integer, nullable=False),
    Column("side", Text, nullable=False),
    *(
        Column(name, Integer, CheckConstraint(f"{name} >= 0"), nullable=False)
        for name in ("characters", "headings", "items", "bold")
    ),
    PrimaryKeyConstraint("battle_id", "turn_number", "side"),
    ForeignKeyConstraint(
        ["battle_id", "turn_number", "side"],
        ["arena_answers.battle_id", "arena_answers.turn_number", "arena_answers.side"],
    ),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""How whole answers of text battles look. Those finished before this was kept get a row when a board first needs it."""

draws = Table(
    "arena_draws",
    metadata,
    Column("battle_id", Text, ForeignKey("arena_battles.id"), primary_key=True),
    Column("chance", REAL, CheckConstraint("chance > 0 AND chance <= 1"), nullable=False),
    sqlite_strict=True,
)
"""How likely the pair that was drawn for a battle was to be drawn. Battles from before this was kept have no row."""

replacements = Table(
    "arena_replacements",
    metadata,
    Column("battle_id", Text, ForeignKey("arena_battles.id"), nullable=False),
    Column("side", Text, CheckConstraint("side IN ('A', 'B')"), nullable=False),
    Column("slug", Text, nullable=False),
    PrimaryKeyConstraint("battle_id", "side"),
    sqlite_strict=True,
)
"""Sides whose first model, `slug`, failed and was replaced. No side is replaced twice."""

writers = Table(
    "arena_writers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("alive_until", UtcTime, nullable=False),
    sqlite_strict=True,
)
"""Processes that have models write here. One that does not renew its row in time has lost its work to the others."""

writing = Table(
    "arena_writing",
    metadata,
    Column("battle_id", Text, nullable=False),
    Column("turn_number", Integer, nullable=False),
    Column("writer", Text, nullable=False),
    PrimaryKeyConstraint("battle_id", "turn_number"),
    ForeignKeyConstraint(["battle_id", "turn_number"], ["arena_turns.battle_id", "arena_turns.number"]),
    sqlite_strict=True,
)
"""Whose work a turn is, or was."""

pictures = Table(
    "arena_pictures",
    metadata,
    Column("id", Text, CheckConstraint("length(id) = 32"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    sqlite_strict=True,
)

chats = Table(
    "arena_chats",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("modality", Text, CheckConstraint("modality IN ('text', 'image')"), nullable=False),
    Column("locale", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    sqlite_strict=True,
)

messages = Table(
    "arena_messages",
    metadata,
    Column("chat_id", Text, ForeignKey("arena_chats.id"), nullable=False),
    Column("number", Integer, CheckConstraint("number >= 1"), nullable=False),
    Column("id", Text, nullable=False, unique=True),
    Column("role", Text, CheckConstraint("role IN ('user', 'assistant')"), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("failure", Text, CheckConstraint(FAILURE_CHECK)),
    Column("writer", Text),
    PrimaryKeyConstraint("chat_id", "number"),
    CheckConstraint("finished_at IS NULL OR failure IS NULL", name="arena_messages_finished_or_failed"),
    CheckConstraint("role = 'assistant' OR finished_at IS NOT NULL", name="arena_messages_users_are_finished"),
    sqlite_strict=True,
)
Index(
    "arena_messages_pending",
    messages.c.created_at,
    sqlite_where=messages.c.finished_at.is_(None) & messages.c.failure.is_(None),
    postgresql_where=messages.c.finished_at.is_(None) & messages.c.failure.is_(None),
)

__all__ = [
    "CRITERIA",
    "answers",
    "battle_categories",
    "battle_windows",
    "battles",
    "chats",
    "draws",
    "keys",
    "leaks",
    "messages",
    "metadata",
    "pair_counts",
    "pictures",
    "ranked_models",
    "replacements",
    "reveals",
    "secrets",
    "styles",
    "turns",
    "writers",
    "writing",
]
