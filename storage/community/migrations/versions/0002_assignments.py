"""What each battle's models are given beside the prompt; until now that was text in English by drawn models."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "battle_assignments",
        sa.Column("battle_id", sa.Text, nullable=False),
        sa.Column("modality", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("model_1", sa.Text),
        sa.Column("model_2", sa.Text),
        sa.PrimaryKeyConstraint("battle_id", name=op.f("pk_battle_assignments")),
        sa.ForeignKeyConstraint(["battle_id"], ["battles.id"], name=op.f("fk_battle_assignments_battles")),
        _check("modality", "modality IN ('text', 'image')"),
        _check("locale", "locale <> ''"),
        _check("models", "model_2 IS NULL OR model_1 < model_2"),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO battle_assignments (battle_id, modality, locale) SELECT id, 'text', 'en' FROM battles")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_battle_assignments_{name}"))
