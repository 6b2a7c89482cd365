"""Sides that we draw ourselves, and what the answers lean on."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drawn_sides",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("slug_a", sa.Text, nullable=False),
        sa.Column("slug_b", sa.Text, nullable=False),
        sa.Column("name_a", sa.Text, nullable=False),
        sa.Column("name_b", sa.Text, nullable=False),
        sa.Column("answer_a", sa.Text),
        sa.Column("answer_b", sa.Text),
        sa.PrimaryKeyConstraint("battle_id", name=op.f("pk_drawn_sides")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_drawn_sides_battles")),
        _check("drawn_sides", "two_models", "slug_a <> slug_b"),
        _check("drawn_sides", "both_answers_or_neither", "(answer_a IS NULL) = (answer_b IS NULL)"),
        sqlite_strict=True,
    )
    op.create_table(
        "citations",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "side", "place", name=op.f("pk_citations")),
        sa.ForeignKeyConstraint(["battle_id"], ["drawn_sides.battle_id"], name=op.f("fk_citations_drawn_sides")),
        _check("citations", "side", "side IN ('A', 'B')"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
