"""Which sources a guild lets battles come from, who agreed to what, drafts, and who repeats which battle."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DESTINATIONS = "destination IN ('machine', 'endpoints', 'service', 'feeds')"


def upgrade() -> None:
    _guild_sources()
    _agreements()
    _drafts()
    _repeats()
    op.create_index(
        op.f("ix_quota_charges_scope_subject_kind_window_opened_at"),
        "quota_charges",
        ["scope", "subject", "kind", "window_opened_at"],
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _guild_sources() -> None:
    op.create_table(
        "guild_sources",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("locale", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("hosted_allowed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_guild_sources")),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild_settings.guild_id"], name=op.f("fk_guild_sources_guild_settings")
        ),
        _check("guild_sources", "hosted_allowed", "hosted_allowed IN (0, 1)"),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO guild_sources (guild_id, hosted_allowed) SELECT guild_id, 1 FROM guild_settings")


def _agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("agreed_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "source", "destination", name=op.f("pk_agreements")),
        _check("agreements", "destination", _DESTINATIONS),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("activity", sa.Text, nullable=False),
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("channel_id", Whole, nullable=False),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("author_id", Whole),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("created_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        _check("drafts", "activity", "activity IN ('battle', 'fight')"),
        _check("drafts", "destination", _DESTINATIONS),
        _check("drafts", "author", "author_id IS NULL OR author_id <> member_id"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_drafts_created_at"), "drafts", ["created_at"])


def _repeats() -> None:
    op.create_table(
        "battle_repeats",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("repeated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", name=op.f("pk_battle_repeats")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_battle_repeats_battles")),
        sa.ForeignKeyConstraint(["repeated_by"], ["battles.id"], name=op.f("fk_battle_repeats_battles")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_battle_repeats_repeated_by"), "battle_repeats", ["repeated_by"], unique=True)
