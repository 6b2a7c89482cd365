"""Battles, their ballots and messages, quotas, and what guilds decided."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _battles()
    _ballots()
    _quotas()
    _messages()
    _settings()
    _voter_roles()
    _ballot_events()
    _facts()


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _battles() -> None:
    op.create_table(
        "battles",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.Column("starter_id", Whole, nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("voting_window", Whole, nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("upstream_id", sa.Text),
        sa.Column("poll_interval", Whole, nullable=False),
        sa.Column("answer_a", sa.Text),
        sa.Column("answer_b", sa.Text),
        sa.Column("leak_a", sa.Integer),
        sa.Column("leak_b", sa.Integer),
        sa.Column("opened_at", Whole),
        sa.Column("closes_at", Whole),
        sa.Column("extended", sa.Integer, nullable=False),
        sa.Column("closed_at", Whole),
        sa.Column("name_a", sa.Text),
        sa.Column("name_b", sa.Text),
        sa.Column("failure", sa.Text),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_battles")),
        *(_check("battles", name, condition) for name, condition in _BATTLE_CHECKS.items()),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_battles_state_closes_at"), "battles", ["state", "closes_at"])
    op.create_index(op.f("ix_battles_state_created_at"), "battles", ["state", "created_at"])


_BATTLE_CHECKS = {
    "state": "state IN ('creating', 'answering', 'voting', 'closing', 'revealed', 'unrevealed', 'failed')",
    "mode": "mode IN ('poll', 'first')",
    "failure": "failure IN ('no_answer', 'key_refused', 'source_quota', 'odd_reply', 'unknown', 'unfinished',"
    " 'names_withheld')",
    "durations": "voting_window > 0 AND poll_interval > 0",
    "extended": "extended IN (0, 1)",
    "upstream_id_once_created": "CASE state WHEN 'creating' THEN upstream_id IS NULL"
    " WHEN 'failed' THEN TRUE ELSE upstream_id IS NOT NULL END",
    "answers_once_created": "answer_a IS NULL OR upstream_id IS NOT NULL",
    "both_answers_or_neither": "(answer_a IS NULL) = (answer_b IS NULL)",
    "answers_once_voting": "CASE WHEN state IN ('creating', 'answering') THEN answer_a IS NULL"
    " WHEN state = 'failed' THEN TRUE ELSE answer_a IS NOT NULL END",
    "deadline_with_answers": "(closes_at IS NULL) = (answer_a IS NULL)",
    "leaks_with_answers": "(leak_a IS NULL) = (answer_a IS NULL) AND (leak_b IS NULL) = (answer_b IS NULL)",
    "leaks": "leak_a IN (0, 1) AND leak_b IN (0, 1)",
    "opened_with_answers": "(opened_at IS NULL) = (answer_a IS NULL)",
    "extended_deadline": "extended = 0 OR closes_at IS NOT NULL",
    "closed_at_once_closed": "CASE WHEN state IN ('closing', 'revealed', 'unrevealed') THEN closed_at IS NOT NULL"
    " WHEN state = 'failed' THEN closed_at IS NULL OR closes_at IS NOT NULL ELSE closed_at IS NULL END",
    "names_only_when_revealed": "(name_a IS NOT NULL) = (state = 'revealed')"
    " AND (name_b IS NOT NULL) = (state = 'revealed')",
    "failure_only_when_failed": "(failure IS NOT NULL) = (state = 'failed')",
}


def _ballots() -> None:
    op.create_table(
        "ballots",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("choice", sa.Text, nullable=False),
        sa.Column("cast_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "member_id", name=op.f("pk_ballots")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_ballots_battles")),
        _check("ballots", "choice", "choice IN ('A', 'B', 'tie', 'both_bad')"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _quotas() -> None:
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
        _check("quota_windows", "kind", "kind IN ('battle')"),
        _check("quota_windows", "span", "ends_at > opened_at"),
        _check("quota_windows", "used", "used >= 0"),
        sqlite_strict=True,
    )
    op.create_table(
        "quota_charges",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("window_opened_at", Whole, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "scope", name=op.f("pk_quota_charges")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_quota_charges_battles")),
        sa.ForeignKeyConstraint(
            ["scope", "subject", "kind"],
            ["quota_windows.scope", "quota_windows.subject", "quota_windows.kind"],
            name=op.f("fk_quota_charges_quota_windows"),
        ),
        _check("quota_charges", "kind", "kind IN ('battle')"),
        _check("quota_charges", "state", "state IN ('reserved', 'spent', 'unknown', 'refunded')"),
        sqlite_strict=True,
    )


def _messages() -> None:
    op.create_table(
        "sent_messages",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.Column("message_id", Whole, nullable=False),
        sa.Column("shows", sa.Text),
        sa.PrimaryKeyConstraint("battle_id", "purpose", name=op.f("pk_sent_messages")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_sent_messages_battles")),
        _check(
            "sent_messages",
            "shows",
            "shows IN ('creating', 'answering', 'voting', 'closing', 'revealed', 'unrevealed', 'failed')",
        ),
        _check("sent_messages", "purpose", "purpose IN ('battle', 'announcement')"),
        sqlite_strict=True,
    )


def _settings() -> None:
    op.create_table(
        "guild_settings",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("battles_per_day", sa.Integer, nullable=False),
        sa.Column("battles_per_member", sa.Integer, nullable=False),
        sa.Column("voting_window", Whole, nullable=False),
        sa.Column("account_age", Whole, nullable=False),
        sa.Column("membership", Whole, nullable=False),
        sa.Column("reading_time", sa.Integer, nullable=False),
        sa.Column("ballots_per_day", sa.Integer),
        sa.Column("starter_votes", sa.Integer, nullable=False),
        sa.Column("quorum", sa.Integer, nullable=False),
        sa.Column("extends", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_guild_settings")),
        _check("guild_settings", "limits", "battles_per_day >= 0 AND battles_per_member >= 0"),
        _check("guild_settings", "ages", "account_age >= 0 AND membership >= 0"),
        _check("guild_settings", "ballots", "quorum >= 1 AND (ballots_per_day IS NULL OR ballots_per_day >= 1)"),
        _check(
            "guild_settings",
            "choices",
            "reading_time IN (0, 1) AND starter_votes IN (0, 1) AND extends IN (0, 1)",
        ),
        _check("guild_settings", "voting_window", "voting_window BETWEEN 60000000 AND 86400000000"),
        sqlite_strict=True,
    )


def _voter_roles() -> None:
    op.create_table(
        "voter_roles",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("role_id", Whole, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "role_id", name=op.f("pk_voter_roles")),
        sa.ForeignKeyConstraint(["guild_id"], ["guild_settings.guild_id"], name=op.f("fk_voter_roles_guild_settings")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _ballot_events() -> None:
    op.create_table(
        "ballot_events",
        sa.Column("id", Whole, nullable=False),
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("choice", sa.Text),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_events")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_ballot_events_battles")),
        _check("ballot_events", "choice", "choice IN ('A', 'B', 'tie', 'both_bad')"),
        _check("ballot_events", "first", "first IN (0, 1)"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_ballot_events_guild_id_member_id_at"), "ballot_events", ["guild_id", "member_id", "at"])


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
        sqlite_strict=True,
    )
