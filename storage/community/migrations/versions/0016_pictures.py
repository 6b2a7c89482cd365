"""The pictures of image battles."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "battle_pictures",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("picture_a", sa.LargeBinary, nullable=False),
        sa.Column("picture_b", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("battle_id", name=op.f("pk_battle_pictures")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_battle_pictures_battles")),
        sqlite_strict=True,
    )
