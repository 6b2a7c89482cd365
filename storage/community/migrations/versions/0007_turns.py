"""Follow-ups: the questions of a battle that has several; and how a guild wants battles shown."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CHECKS = {
    "number": "number >= 1",
    "state": "state IN ('asking', 'answering', 'ready', 'failed')",
    "blind": "blind IN (0, 1)",
    "place": "place IN ('battle', 'reply', 'thread')",
    "failure": "failure IN ('not_asked', 'unfinished')",
    "both_answers_once_ready": "(answer_a IS NOT NULL) = (state = 'ready')"
    " AND (answer_b IS NOT NULL) = (state = 'ready') AND (leak_a IS NOT NULL) = (state = 'ready')"
    " AND (leak_b IS NOT NULL) = (state = 'ready')",
    "leaks": "leak_a IN (0, 1) AND leak_b IN (0, 1)",
    "failure_only_when_failed": "(failure IS NOT NULL) = (state = 'failed')",
    "message": "(channel_id IS NULL) = (message_id IS NULL)",
}


def upgrade() -> None:
    _turns()
    op.create_table(
        "guild_looks",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("threads", sa.Integer, nullable=False),
        sa.Column("spoilers", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_guild_looks")),
        sa.ForeignKeyConstraint(["guild_id"], ["guild_settings.guild_id"], name=op.f("fk_guild_looks_guild_settings")),
        sa.CheckConstraint("threads IN (0, 1) AND spoilers IN (0, 1)", name=op.f("ck_guild_looks_choices")),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO guild_looks (guild_id, threads, spoilers) SELECT guild_id, 0, 0 FROM guild_settings")


def _turns() -> None:
    op.create_table(
        "turns",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("asked_by", Whole, nullable=False),
        sa.Column("asked_at", Whole, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("blind", sa.Integer, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("answer_a", sa.Text),
        sa.Column("answer_b", sa.Text),
        sa.Column("leak_a", sa.Integer),
        sa.Column("leak_b", sa.Integer),
        sa.Column("failure", sa.Text),
        sa.Column("channel_id", Whole),
        sa.Column("message_id", Whole),
        sa.Column("shows", sa.Text),
        sa.PrimaryKeyConstraint("battle_id", "number", name=op.f("pk_turns")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_turns_battles")),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_turns_{name}")) for name, condition in _CHECKS.items()),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    pending = sa.text("state IN ('asking', 'answering')")
    op.create_index(
        "ix_turns_pending", "turns", ["battle_id"], unique=True, sqlite_where=pending, postgresql_where=pending
    )
