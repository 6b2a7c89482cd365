"""Reports of fights beside those of battles. What is NOT NULL cannot be changed, so the table is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_index(op.f("ix_reports_battle_id_member_id"), "reports")
    op.drop_index(op.f("ix_reports_told_at_reported_at"), "reports")
    op.rename_table("reports", "reports_before")
    op.create_table(
        "reports",
        sa.Column("id", Whole, nullable=False),
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("battle_id", sa.Text),
        sa.Column("fight_id", sa.Text),
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("reported_at", Whole, nullable=False),
        sa.Column("told_at", Whole),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_reports_battles")),
        sa.ForeignKeyConstraint(["fight_id"], ["fights.id"], name=op.f("fk_reports_fights")),
        sa.CheckConstraint("(battle_id IS NULL) <> (fight_id IS NULL)", name=op.f("ck_reports_one_subject")),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO reports (id, guild_id, battle_id, member_id, words, reported_at, told_at)"
        " SELECT reports_before.id, guild_id, battle_id, member_id, words, reported_at, told_at"
        " FROM reports_before JOIN battles ON battles.id = battle_id"
    )
    op.drop_table("reports_before")
    op.create_index(op.f("ix_reports_battle_id_member_id"), "reports", ["battle_id", "member_id"], unique=True)
    op.create_index(op.f("ix_reports_fight_id_member_id"), "reports", ["fight_id", "member_id"], unique=True)
    op.create_index(op.f("ix_reports_guild_id"), "reports", ["guild_id"])
    op.create_index(op.f("ix_reports_told_at_reported_at"), "reports", ["told_at", "reported_at"])
