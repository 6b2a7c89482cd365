"""Keys, their windows, battles, turns and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "arena_keys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, sa.CheckConstraint("length(sha256) = 64"), nullable=False, unique=True),
        sa.Column("api", sa.Text, sa.CheckConstraint("api IN ('modelchorus', 'concurred')"), nullable=False),
        sa.Column("tier", sa.Text, sa.CheckConstraint("tier IN ('standard', 'read', 'write')"), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("battles_per_day", sa.Integer, sa.CheckConstraint("battles_per_day > 0")),
        sa.Column("requests_per_minute", sa.Integer, sa.CheckConstraint("requests_per_minute > 0")),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("last_used_at", _TIME),
        sa.Column("revoked_at", _TIME),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_battle_windows",
        sa.Column("key_id", sa.Text, sa.ForeignKey("arena_keys.id"), primary_key=True),
        sa.Column("opened_at", _TIME, nullable=False),
        sa.Column("used", sa.Integer, sa.CheckConstraint("used >= 0"), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_battles",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("key_id", sa.Text, sa.ForeignKey("arena_keys.id"), nullable=False),
        sa.Column("modality", sa.Text, sa.CheckConstraint("modality IN ('text', 'image')"), nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("slug_a", sa.Text, nullable=False),
        sa.Column("name_a", sa.Text, nullable=False),
        sa.Column("slug_b", sa.Text, nullable=False),
        sa.Column("name_b", sa.Text, nullable=False),
        sa.CheckConstraint("slug_a <> slug_b", name="arena_battles_two_models"),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_turns",
        sa.Column("battle_id", sa.Text, sa.ForeignKey("arena_battles.id"), nullable=False),
        sa.Column("number", sa.Integer, sa.CheckConstraint("number >= 1"), nullable=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("ready_at", _TIME),
        sa.Column("failure", sa.Text, sa.CheckConstraint("failure IN ('GENERATION_FAILED', 'GENERATION_TIMED_OUT')")),
        sa.Column("voted_at", _TIME),
        sa.Column("winner", sa.Text, sa.CheckConstraint("winner IN ('A', 'B', 'tie', 'both_bad')")),
        sa.Column("feedback", sa.Text),
        *(
            sa.Column(name, sa.Integer, sa.CheckConstraint(f"{name} BETWEEN 1 AND 5"))
            for name in ("rating", "accuracy", "helpfulness", "clarity", "creativity")
        ),
        sa.PrimaryKeyConstraint("battle_id", "number"),
        sa.CheckConstraint("ready_at IS NULL OR failure IS NULL", name="arena_turns_ready_or_failed"),
        sa.CheckConstraint("(voted_at IS NULL) = (winner IS NULL)", name="arena_turns_vote_has_winner"),
        sa.CheckConstraint("voted_at IS NULL OR ready_at IS NOT NULL", name="arena_turns_vote_on_ready"),
        sqlite_strict=True,
    )
    pending = sa.text("ready_at IS NULL AND failure IS NULL")
    op.create_index(
        "arena_turns_pending", "arena_turns", ["created_at"], sqlite_where=pending, postgresql_where=pending
    )
    op.create_table(
        "arena_answers",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("turn_number", sa.Integer, nullable=False),
        sa.Column("side", sa.Text, sa.CheckConstraint("side IN ('A', 'B')"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("whole", sa.Integer, sa.CheckConstraint("whole IN (0, 1)"), nullable=False),
        sa.Column("finished_at", _TIME),
        sa.Column("prompt_tokens", sa.Integer),
        sa.Column("completion_tokens", sa.Integer),
        sa.PrimaryKeyConstraint("battle_id", "turn_number", "side"),
        sa.ForeignKeyConstraint(["battle_id", "turn_number"], ["arena_turns.battle_id", "arena_turns.number"]),
        sa.CheckConstraint("(whole = 1) = (finished_at IS NOT NULL)", name="arena_answers_whole_when_finished"),
        sqlite_strict=True,
    )
