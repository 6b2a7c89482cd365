"""How each answer looks, in numbers.

Answers finished before this have no row: SQL cannot read Markdown. The first board with style looks at those that were
voted on and keeps what it finds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arena_styles",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("turn_number", sa.Integer, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        *(
            sa.Column(name, sa.Integer, sa.CheckConstraint(f"{name} >= 0"), nullable=False)
            for name in ("characters", "headings", "items", "bold")
        ),
        sa.PrimaryKeyConstraint("battle_id", "turn_number", "side"),
        sa.ForeignKeyConstraint(
            ["battle_id", "turn_number", "side"],
            ["arena_answers.battle_id", "arena_answers.turn_number", "arena_answers.side"],
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
