"""Which sources refuse the bot's key, and whether somebody was told."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "refused_keys",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("errand", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("refused_at", Whole, nullable=False),
        sa.Column("leased_until", Whole),
        sa.Column("told_at", Whole),
        sa.PrimaryKeyConstraint("source", "key", name="pk_refused_keys"),
        sa.CheckConstraint(
            "errand IN ('create', 'poll', 'vote', 'follow_up', 'fight')", name=op.f("ck_refused_keys_errand")
        ),
        sqlite_strict=True,
    )
