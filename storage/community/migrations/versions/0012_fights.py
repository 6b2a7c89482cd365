"""Fights, their events, ballots, messages and charges, and how many of them a guild allows."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _windows_of_fights()
    _fights()
    _events()
    _ballots()
    _messages()
    _charges()
    _limits()


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _windows_of_fights() -> None:
    """Let windows count fights too. SQLite changes no CHECK, so the table is made anew under the charges' feet."""
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept_windows AS SELECT * FROM quota_windows")
    op.drop_table("quota_windows")
    op.create_table(
        "quota_windows",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("opened_at", Whole, nullable=False),
        sa.Column("ends_at", Whole, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("scope", "subject", "kind", name=op.f("pk_quota_windows")),
        _check("quota_windows", "scope", "scope IN ('member', 'guild', 'key')"),
        _check("quota_windows", "kind", "kind IN ('battle', 'fight')"),
        _check("quota_windows", "span", "ends_at > opened_at"),
        _check("quota_windows", "used", "used >= 0"),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO quota_windows SELECT * FROM kept_windows")
    op.execute("DROP TABLE kept_windows")


def _fights() -> None:
    op.create_table(
        "fights",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.Column("starter_id", Whole, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("models", sa.Text),
        sa.Column("multiplied", sa.Text),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("style", sa.Text, nullable=False),
        sa.Column("image_url", sa.Text),
        sa.Column("history", sa.Text, nullable=False),
        sa.Column("anonymous", sa.Integer, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("ended_at", Whole),
        sa.Column("failure", sa.Text),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fights")),
        *(_check("fights", name, condition) for name, condition in _FIGHT_CHECKS.items()),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_fights_status_created_at"), "fights", ["status", "created_at"])


_STATUS = "'starting', 'running', 'complete', 'cut', 'stopped', 'interrupted', 'failed'"
_FIGHT_CHECKS = {
    "status": f"status IN ({_STATUS})",
    "style": "style IN ('brawl', 'blitz')",
    "failure": "failure IN ('no_answer', 'key_refused', 'declined', 'odd_reply', 'unknown')",
    "rounds": "rounds BETWEEN 1 AND 10",
    "anonymous": "anonymous IN (0, 1)",
    "models_or_one": "models IS NULL OR multiplied IS NULL",
    "ended_unless_live": "(ended_at IS NULL) = (status IN ('starting', 'running'))",
    "failure_only_when_failed": "(failure IS NOT NULL) = (status = 'failed')",
    "reason_of_failure": "reason IS NULL OR failure IS NOT NULL",
}


def _events() -> None:
    op.create_table(
        "fight_events",
        sa.Column("fight_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("fight_id", "number", name=op.f("pk_fight_events")),
        sa.ForeignKeyConstraint(["fight_id"], ["fights.id"], name=op.f("fk_fight_events_fights")),
        _check("fight_events", "number", "number >= 0"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _ballots() -> None:
    op.create_table(
        "fight_ballots",
        sa.Column("fight_id", sa.Text, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("cast_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("fight_id", "member_id", name=op.f("pk_fight_ballots")),
        sa.ForeignKeyConstraint(["fight_id"], ["fights.id"], name=op.f("fk_fight_ballots_fights")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _messages() -> None:
    op.create_table(
        "fight_messages",
        sa.Column("fight_id", sa.Text, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.Column("message_id", Whole, nullable=False),
        sa.Column("shows", sa.Text),
        sa.PrimaryKeyConstraint("fight_id", name=op.f("pk_fight_messages")),
        sa.ForeignKeyConstraint(["fight_id"], ["fights.id"], name=op.f("fk_fight_messages_fights")),
        _check("fight_messages", "shows", f"shows IN ({_STATUS})"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_fight_messages_message_id"), "fight_messages", ["message_id"])


def _charges() -> None:
    op.create_table(
        "fight_charges",
        sa.Column("fight_id", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("window_opened_at", Whole, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("fight_id", "scope", name=op.f("pk_fight_charges")),
        sa.ForeignKeyConstraint(["fight_id"], ["fights.id"], name=op.f("fk_fight_charges_fights")),
        sa.ForeignKeyConstraint(
            ["scope", "subject", "kind"],
            ["quota_windows.scope", "quota_windows.subject", "quota_windows.kind"],
            name=op.f("fk_fight_charges_quota_windows"),
        ),
        _check("fight_charges", "kind", "kind IN ('fight')"),
        _check("fight_charges", "state", "state IN ('reserved', 'spent', 'unknown', 'refunded')"),
        sqlite_strict=True,
    )


def _limits() -> None:
    op.create_table(
        "fight_limits",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("per_day", sa.Integer, nullable=False),
        sa.Column("per_member", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_fight_limits")),
        sa.ForeignKeyConstraint(["guild_id"], ["guild_settings.guild_id"], name=op.f("fk_fight_limits_guild_settings")),
        _check("fight_limits", "limits", "per_day >= 0 AND per_member >= 0"),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO fight_limits SELECT guild_id, 10, 3 FROM guild_settings")
