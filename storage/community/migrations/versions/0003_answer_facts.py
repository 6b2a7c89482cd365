"""What the answers of revealed battles took."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_facts",
        sa.Column("battle_id", sa.Text, sa.ForeignKey("battles.id", name="fk_answer_facts_battles"), nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("seconds", sa.REAL),
        sa.Column("tokens", sa.Integer),
        sa.Column("dollars", sa.REAL),
        sa.PrimaryKeyConstraint("battle_id", "side", name="pk_answer_facts"),
        _check("side", "side IN ('A', 'B')"),
        _check("amounts", "seconds >= 0 AND tokens >= 0 AND dollars >= 0"),
        _check("says_something", "coalesce(seconds, tokens, dollars) IS NOT NULL"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_answer_facts_{name}"))
