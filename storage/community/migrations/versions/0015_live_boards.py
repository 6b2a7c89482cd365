"""Live boards: one message a server that shows its board as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
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
        sa.CheckConstraint("modality IN ('text', 'image')", name=op.f("ck_live_boards_modality")),
        sqlite_strict=True,
    )
