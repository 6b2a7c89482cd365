"""The picture of a scheduled post may be light, and a world board is of all times.

CHECKs cannot be changed, so the tables are made anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PICTURE = "picture IN ('dark', 'light', 'none')"
_MODALITY = "modality IN ('text', 'image')"
_KEPT = (
    "id, guild_id, channel_id, topic, modality, source, category, cron, zone, role_id, ordered_by, created_at, next_at"
)
_ORDERS = f"{_KEPT}, pause, told, period, picture"
_PERIOD = "CASE topic WHEN 'world' THEN 'always' ELSE period END"
_WERE_DRAWN = "CASE picture WHEN 1 THEN 'dark' ELSE 'none' END"
_POSTS = "schedule_id, due_at, leased_until, channel_id, message_id, placings"
_LIVE = "guild_id, channel_id, source, modality, picture, message_id, shows"


def upgrade() -> None:
    # Renamed together, so that the posts never point at a table that goes.
    for table, column in (("schedules", "guild_id"), ("schedules", "next_at"), ("scheduled_posts", "leased_until")):
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    for table in ("schedules", "scheduled_posts", "live_boards"):
        op.rename_table(table, f"{table}_before")
    _schedules()
    _posts()
    _live_boards()
    _copy("schedules", _ORDERS, f"{_KEPT}, pause, told, {_PERIOD}, {_WERE_DRAWN}")
    _copy("scheduled_posts", _POSTS, _POSTS)
    _copy("live_boards", _LIVE, _LIVE)
    for table in ("live_boards", "scheduled_posts", "schedules"):
        op.drop_table(f"{table}_before")
    for table, column in (("schedules", "guild_id"), ("schedules", "next_at"), ("scheduled_posts", "leased_until")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _copy(table: str, columns: str, values: str) -> None:
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}_before")  # noqa: S608 - names of columns, all of them ours


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
        sa.Column("picture", sa.Text, nullable=False),
        sa.Column("role_id", Whole),
        sa.Column("ordered_by", Whole, nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.Column("next_at", Whole, nullable=False),
        sa.Column("pause", sa.Text),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        _check("schedules", "topic", "topic IN ('server', 'world')"),
        _check("schedules", "modality", _MODALITY),
        _check(
            "schedules",
            "category",
            "category IN ('coding', 'mathematics', 'creative-writing', 'instruction-following',"
            " 'long-prompt', 'non-english')",
        ),
        _check("schedules", "period", "period IN ('always', 'quarter', 'month', 'week')"),
        _check("schedules", "pause", "pause IN ('by_hand', 'channel_gone', 'not_allowed', 'zone_gone')"),
        _check("schedules", "picture", _PICTURE),
        _check("schedules", "world_of_all_times", "topic = 'server' OR period = 'always'"),
        _check("schedules", "told", "told IN (0, 1)"),
        _check("schedules", "told_of_a_pause", "told = 0 OR pause IS NOT NULL"),
        sqlite_strict=True,
    )


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


def _live_boards() -> None:
    op.create_table(
        "live_boards",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("modality", sa.Text, nullable=False),
        sa.Column("picture", sa.Text, nullable=False),
        sa.Column("message_id", Whole),
        sa.Column("shows", sa.Integer),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_live_boards")),
        _check("live_boards", "modality", _MODALITY),
        _check("live_boards", "picture", _PICTURE),
        sqlite_strict=True,
    )
