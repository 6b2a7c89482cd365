"""Which models were drawn: `arena.engine.draws.DrawStore` on the database."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select

from arena.engine.values import Side
from arena.ratings import ModelPair
from arena.wire import Modality
from storage.arena.tables import battles, replacements, reveals
from storage.database import Database


class DrawTable:
    """Fulfils the port; the port says what the method does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def drawn(self, modality: Modality) -> Mapping[ModelPair, int]:
        """How many revealed battles were drawn of each pair, whoever had to be replaced in them."""
        a, b = replacements.alias("replaced_a"), replacements.alias("replaced_b")
        slugs = func.coalesce(a.c.slug, battles.c.slug_a), func.coalesce(b.c.slug, battles.c.slug_b)
        statement = (
            select(*slugs, func.count())
            .join_from(battles, reveals, reveals.c.battle_id == battles.c.id)
            .outerjoin(a, (a.c.battle_id == battles.c.id) & (a.c.side == Side.A))
            .outerjoin(b, (b.c.battle_id == battles.c.id) & (b.c.side == Side.B))
            .where(battles.c.modality == modality)
            .group_by(*slugs)
        )
        found: Counter[ModelPair] = Counter()
        async with self._database.read() as connection:
            for first, second, count in await connection.execute(statement):
                found[min(first, second), max(first, second)] += count
        return found
