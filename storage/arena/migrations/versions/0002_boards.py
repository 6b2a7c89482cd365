"""What boards and feeds are read from: categories, counts of each pair, the names of ranked models, secrets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "arena_battle_categories",
        sa.Column("battle_id", sa.Text, sa.ForeignKey("arena_battles.id"), nullable=False),
        sa.Column("category", sa.Text, sa.CheckConstraint("category <> ''"), nullable=False),
        sa.PrimaryKeyConstraint("battle_id", "category"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "arena_pair_counts",
        sa.Column("modality", sa.Text, sa.CheckConstraint("modality IN ('text', 'image')"), nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("slug_1", sa.Text, nullable=False),
        sa.Column("slug_2", sa.Text, nullable=False),
        *(
            sa.Column(name, sa.Integer, sa.CheckConstraint(f"{name} >= 0"), nullable=False)
            for name in ("wins_1", "wins_2", "ties", "both_bad")
        ),
        sa.PrimaryKeyConstraint("modality", "category", "locale", "slug_1", "slug_2"),
        sa.CheckConstraint("slug_1 < slug_2", name="arena_pair_counts_in_order"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "arena_ranked_models",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("first_ranked_at", _TIME, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "arena_secrets",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, sa.CheckConstraint("length(value) = 64"), nullable=False),
        sqlite_strict=True,
    )
    for name, column in (("arena_turns_voted", "voted_at"), ("arena_turns_with_feedback", "feedback")):
        told = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "arena_turns", ["voted_at", "id"], sqlite_where=told, postgresql_where=told)
    _count_earlier_votes()


def _count_earlier_votes() -> None:
    """Votes cast before there were boards; their battles have no categories."""
    op.execute(
        """
        INSERT INTO arena_pair_counts
        SELECT modality, '', locale,
            CASE WHEN slug_a < slug_b THEN slug_a ELSE slug_b END AS slug_1,
            CASE WHEN slug_a < slug_b THEN slug_b ELSE slug_a END AS slug_2,
            SUM(CASE WHEN winner = CASE WHEN slug_a < slug_b THEN 'A' ELSE 'B' END THEN 1 ELSE 0 END),
            SUM(CASE WHEN winner = CASE WHEN slug_a < slug_b THEN 'B' ELSE 'A' END THEN 1 ELSE 0 END),
            SUM(CASE WHEN winner = 'tie' THEN 1 ELSE 0 END),
            SUM(CASE WHEN winner = 'both_bad' THEN 1 ELSE 0 END)
        FROM arena_turns JOIN arena_battles ON arena_battles.id = battle_id
        WHERE voted_at IS NOT NULL
        GROUP BY modality, locale, slug_1, slug_2
        """
    )
    op.execute(
        """
        INSERT INTO arena_ranked_models
        SELECT slug, MAX(name), MIN(voted_at) FROM (
            SELECT slug_a AS slug, name_a AS name, voted_at
            FROM arena_turns JOIN arena_battles ON arena_battles.id = battle_id WHERE voted_at IS NOT NULL
            UNION ALL
            SELECT slug_b, name_b, voted_at
            FROM arena_turns JOIN arena_battles ON arena_battles.id = battle_id WHERE voted_at IS NOT NULL
        ) AS voted GROUP BY slug
        """
    )
