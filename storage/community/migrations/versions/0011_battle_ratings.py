"""How battles moved their models' ratings. Those that are revealed already go without."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "battle_ratings",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("before", sa.REAL),
        sa.Column("after", sa.REAL, nullable=False),
        sa.Column("within", sa.REAL, nullable=False),
        sa.Column("leaning", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "side", name=op.f("pk_battle_ratings")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_battle_ratings_battles")),
        _check("side", "side IN ('A', 'B')"),
        _check("within", "within >= 0"),
        _check("leaning", "leaning IN ('ballots', 'world', 'guess')"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_battle_ratings_{name}"))
