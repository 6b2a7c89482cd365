"""What is still to be forgotten, and which guilds the bot was taken off."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "forgettings",
        sa.Column("member_id", Whole, nullable=False),
        sa.Column("asked_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_forgettings"),
        sqlite_strict=True,
    )
    op.create_table(
        "departed_guilds",
        sa.Column("guild_id", Whole, nullable=False),
        sa.Column("left_at", Whole, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_departed_guilds"),
        sqlite_strict=True,
    )
