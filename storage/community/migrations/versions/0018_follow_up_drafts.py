"""Follow-ups wait for an agreement like starts. A CHECK cannot be changed, so the table is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEPT = "id, activity, guild_id, channel_id, member_id, author_id, prompt, source, destination, terms, created_at"


def upgrade() -> None:
    op.drop_index(op.f("ix_drafts_created_at"), "drafts")
    op.rename_table("drafts", "drafts_before")
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("activity", sa.Text, nullable=False),
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("author_id", Whole),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        _check("activity", "activity IN ('battle', 'fight', 'follow_up')"),
        _check("destination", "destination IN ('machine', 'endpoints', 'service', 'feeds')"),
        _check("author", "author_id IS NULL OR author_id <> member_id"),
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO drafts ({_KEPT}) SELECT {_KEPT} FROM drafts_before")  # noqa: S608 - names of columns, all of them ours
    op.drop_table("drafts_before")
    op.create_index(op.f("ix_drafts_created_at"), "drafts", ["created_at"])


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_drafts_{name}"))
