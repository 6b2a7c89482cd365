"""What members say beside their ballots, and the starters' ratings on their way upstream."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SCORES = ("stars", "accuracy", "helpfulness", "clarity", "creativity")


def upgrade() -> None:
    _of_member(
        "ratings",
        *(sa.Column(name, sa.Integer) for name in SCORES),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("rated_at", Whole, nullable=False),
        *(_check("ratings", name, f"{name} BETWEEN 1 AND 5") for name in SCORES),
        _check("ratings", "says_something", f"words <> '' OR coalesce({', '.join(SCORES)}) IS NOT NULL"),
    )
    _of_member(
        "guesses",
        sa.Column("name_a", sa.Text),
        sa.Column("name_b", sa.Text),
        sa.Column("guessed_at", Whole, nullable=False),
        _check("guesses", "says_something", "coalesce(name_a, name_b) IS NOT NULL"),
    )
    _of_member("watchers", sa.Column("asked_at", Whole, nullable=False))
    _reasons()
    _outbox()


def _of_member(table: str, *parts: sa.Column[Any] | sa.CheckConstraint) -> None:
    op.create_table(
        table,
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("battle_id", "member_id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f(f"fk_{table}_battles")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _reasons() -> None:
    op.create_table(
        "reasons",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("choice", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("written_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "member_id", name=op.f("pk_reasons")),
        sa.ForeignKeyConstraint(
            ["battle_id", "member_id"],
            ["ballots.battle_id", "ballots.member_id"],
            name=op.f("fk_reasons_ballots"),
            ondelete="CASCADE",
        ),
        _check("reasons", "choice", "choice IN ('A', 'B', 'tie', 'both_bad')"),
        _check("reasons", "words", "words <> ''"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _outbox() -> None:
    op.create_table(
        "feedback_outbox",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("leg", sa.Text, nullable=False),
        sa.Column("due_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", name=op.f("pk_feedback_outbox")),
        sa.ForeignKeyConstraint(
            ["battle_id", "member_id"],
            ["ratings.battle_id", "ratings.member_id"],
            name=op.f("fk_feedback_outbox_ratings"),
        ),
        _check("feedback_outbox", "leg", "leg IN ('waiting', 'sending', 'sent', 'dropped')"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_feedback_outbox_leg_due_at"), "feedback_outbox", ["leg", "due_at"])


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
