"""What boards are made of. The battles there are get counted at the next start."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = ("battles", "wins", "losses", "ties", "both_bad", "squares", "cross", "score_squares")
BOARD = ("guild_id", "source", "modality", "category")


def upgrade() -> None:
    _counts()
    op.create_table(
        "board_versions",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_board_versions")),
        sqlite_strict=True,
    )
    op.create_table(
        "world_ratings",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("modality", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("rating", sa.REAL, nullable=False),
        sa.PrimaryKeyConstraint("source", "modality", "model", name=op.f("pk_world_ratings")),
        _check("world_ratings", "modality", "modality IN ('text', 'image')"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "board_posts",
        *_board(),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("posted_at", Whole, nullable=False),
        sa.Column("placings", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint(*BOARD, "period", name=op.f("pk_board_posts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_ballots_member_id"), "ballots", ["member_id"])


def _counts() -> None:
    op.create_table(
        "board_counts",
        *_board(),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("first", sa.Text, nullable=False),
        sa.Column("second", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in COUNTS),
        sa.Column("last_closed_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint(*BOARD, "day", "first", "second", name=op.f("pk_board_counts")),
        _check("board_counts", "modality", "modality IN ('text', 'image')"),
        _check("board_counts", "in_order", "first < second"),
        _check("board_counts", "counts", "battles >= 0 AND wins >= 0 AND losses >= 0 AND ties >= 0 AND both_bad >= 0"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _board() -> list["sa.Column[Any]"]:
    texts = [sa.Column(name, sa.Text, nullable=False) for name in BOARD[1:]]
    return [sa.Column("guild_id", Whole, nullable=False), *texts]


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
