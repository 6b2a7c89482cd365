"""Reveals, leaks, replacements, who writes what, pictures and chats."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TURN = ["arena_turns.battle_id", "arena_turns.number"]


def upgrade() -> None:
    _battles()
    _chats()


def _battles() -> None:
    op.create_table(
        "arena_reveals",
        sa.Column("battle_id", sa.Text, primary_key=True),
        sa.Column("turn_number", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["battle_id", "turn_number"], _TURN),
        sqlite_strict=True,
    )
    # Until now every battle had one turn, so its vote was blind.
    op.execute(
        "INSERT INTO arena_reveals (battle_id, turn_number) "
        "SELECT battle_id, number FROM arena_turns WHERE voted_at IS NOT NULL AND number = 1"
    )
    op.create_table(
        "arena_leaks",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("turn_number", sa.Integer, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("masked", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "turn_number", "side"),
        sa.ForeignKeyConstraint(
            ["battle_id", "turn_number", "side"],
            ["arena_answers.battle_id", "arena_answers.turn_number", "arena_answers.side"],
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_replacements",
        sa.Column("battle_id", sa.Text, sa.ForeignKey("arena_battles.id"), nullable=False),
        sa.Column("side", sa.Text, sa.CheckConstraint("side IN ('A', 'B')"), nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "side"),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_writers",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("alive_until", _TIME, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_writing",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("turn_number", sa.Integer, nullable=False),
        sa.Column("writer", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "turn_number"),
        sa.ForeignKeyConstraint(["battle_id", "turn_number"], _TURN),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_pictures",
        sa.Column("id", sa.Text, sa.CheckConstraint("length(id) = 32"), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sqlite_strict=True,
    )


def _chats() -> None:
    op.create_table(
        "arena_chats",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("modality", sa.Text, sa.CheckConstraint("modality IN ('text', 'image')"), nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_messages",
        sa.Column("chat_id", sa.Text, sa.ForeignKey("arena_chats.id"), nullable=False),
        sa.Column("number", sa.Integer, sa.CheckConstraint("number >= 1"), nullable=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, sa.CheckConstraint("role IN ('user', 'assistant')"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME),
        sa.Column("failure", sa.Text, sa.CheckConstraint("failure IN ('GENERATION_FAILED', 'GENERATION_TIMED_OUT')")),
        sa.Column("writer", sa.Text),
        sa.PrimaryKeyConstraint("chat_id", "number"),
        sa.CheckConstraint("finished_at IS NULL OR failure IS NULL", name="arena_messages_finished_or_failed"),
        sa.CheckConstraint("role = 'assistant' OR finished_at IS NOT NULL", name="arena_messages_users_are_finished"),
        sqlite_strict=True,
    )
    pending = sa.text("finished_at IS NULL AND failure IS NULL")
    op.create_index(
        "arena_messages_pending", "arena_messages", ["created_at"], sqlite_where=pending, postgresql_where=pending
    )
