"""Scheduled posts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _schedules()
    _posts()


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", Whole, nullable=False),
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("modality", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("category", sa.Text),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("cron", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("picture", sa.Integer, nullable=False),
        sa.Column("role_id", Whole),
        sa.Column("ordered_by", Whole, nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.Column("next_at", Whole, nullable=False),
        sa.Column("pause", sa.Text),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        _check("schedules", "topic", "topic IN ('server', 'world')"),
        _check("schedules", "modality", "modality IN ('text', 'image')"),
        _check(
            "schedules",
            "category",
            "category IN ('coding', 'mathematics', 'creative-writing', 'instruction-following',"
            " 'long-prompt', 'non-english')",
        ),
        _check("schedules", "period", "period IN ('always', 'quarter', 'month', 'week')"),
        _check("schedules", "pause", "pause IN ('by_hand', 'channel_gone', 'not_allowed', 'zone_gone')"),
        _check("schedules", "flags", "picture IN (0, 1) AND told IN (0, 1)"),
        _check("schedules", "told_of_a_pause", "told = 0 OR pause IS NOT NULL"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_schedules_guild_id"), "schedules", ["guild_id"])
    op.create_index(op.f("ix_schedules_next_at"), "schedules", ["next_at"])


def _posts() -> None:
    op.create_table(
        "scheduled_posts",
        sa.Column("schedule_id", Whole, nullable=False),
        sa.Column("due_at", Whole, nullable=False),
        sa.Column("leased_until", Whole),
        sa.Column("channel_id", Whole),
        sa.Column("message_id", Whole),
        sa.Column("placings", sa.Text),
        sa.PrimaryKeyConstraint("schedule_id", "due_at", name=op.f("pk_scheduled_posts")),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_scheduled_posts_schedules"), ondelete="CASCADE"
        ),
        _check("scheduled_posts", "whole_message", "(channel_id IS NULL) = (message_id IS NULL)"),
        _check("scheduled_posts", "placings_of_a_message", "(placings IS NULL) = (message_id IS NULL)"),
        _check("scheduled_posts", "finished_once", "leased_until IS NULL OR message_id IS NULL"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_scheduled_posts_leased_until"), "scheduled_posts", ["leased_until"])
