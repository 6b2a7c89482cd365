"""Who exactly wrote the answers of revealed battles, and how likely the pair was."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_models",
        sa.Column("battle_id", sa.Text, sa.ForeignKey("battles.id", name="fk_answer_models_battles"), nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("model_id", sa.Text, nullable=False),
        sa.Column("sampling", sa.Text),
        sa.PrimaryKeyConstraint("battle_id", "side", name="pk_answer_models"),
        sa.CheckConstraint("side IN ('A', 'B')", name=op.f("ck_answer_models_side")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "battle_draws",
        sa.Column("battle_id", sa.Text, sa.ForeignKey("battles.id", name="fk_battle_draws_battles"), nullable=False),
        sa.Column("probability", sa.REAL, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", name="pk_battle_draws"),
        sa.CheckConstraint("probability > 0 AND probability <= 1", name=op.f("ck_battle_draws_probability")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
