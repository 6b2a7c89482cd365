"""Battles that a moderator voided."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "voids",
        sa.Column("battle_id", sa.Text, sa.ForeignKey("battles.id", name="fk_voids_battles"), nullable=False),
        sa.Column("voided_by", Whole, nullable=False),
        sa.Column("voided_at", Whole, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", name="pk_voids"),
        sqlite_strict=True,
    )
