"""Each guild's key, by which its exports name members."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guild_keys",
        sa.Column("guild_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild_keys"),
        sa.CheckConstraint("length(key) = 32", name=op.f("ck_guild_keys_key")),
        sqlite_strict=True,
    )
