"""Reports of battles, and where each guild's moderators are told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", Whole, nullable=False),
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("reported_at", Whole, nullable=False),
        sa.Column("told_at", Whole),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_reports_battles")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reports_battle_id_member_id"), "reports", ["battle_id", "member_id"], unique=True)
    op.create_index(op.f("ix_reports_told_at_reported_at"), "reports", ["told_at", "reported_at"])
    op.create_table(
        "report_channels",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_report_channels")),
        sqlite_strict=True,
    )
