"""How likely each pair was to be drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arena_draws",
        sa.Column("battle_id", sa.Text, sa.ForeignKey("arena_battles.id"), primary_key=True),
        sa.Column("chance", sa.REAL, sa.CheckConstraint("chance > 0 AND chance <= 1"), nullable=False),
        sqlite_strict=True,
    )
