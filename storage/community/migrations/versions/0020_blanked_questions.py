"""What blanked questions were about, so that their battles stay in their categories."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blanked_questions",
        sa.Column("battle_id", sa.Text(), nullable=False),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("battle_id", name="pk_blanked_questions"),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_blanked_questions_battles")),
        sqlite_strict=True,
    )
