"""The counts behind the boards: `arena.engine.boards.BoardStore` on the database."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import FromClause, Row, Select, func, literal, select, tuple_

from arena.engine.boards import JudgedAnswers, PairCount, RankedModel, Style
from arena.engine.values import Pair
from arena.wire import Modality, Winner
from storage.arena.answered import with_answers
from storage.arena.counting import EVERY_BATTLE, counted_since
from storage.arena.looking import keep_looks, looks_of, with_looks
from storage.arena.ranked import is_ranked
from storage.arena.saving import save
from storage.arena.tables import battles, pair_counts, ranked_models, turns
from storage.database import Database


class BoardTable:
    """Fulfils the port; the port says what each method does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pairs(
        self,
        modality: Modality,
        *,
        category: str | None = None,
        locales: Collection[str] | None = None,
        since: datetime | None = None,
    ) -> Sequence[PairCount]:
        """The counts of one category (None: of all battles)."""
        counts = _counts(since, by_category=category is not None)
        statement = _sums(counts, modality, locales).where(counts.c.category == (category or EVERY_BATTLE))
        async with self._database.read() as connection:
            return [_count(row) for row in await connection.execute(statement)]

    async def pairs_by_category(
        self, modality: Modality, *, locales: Collection[str] | None = None, since: datetime | None = None
    ) -> Mapping[str, Sequence[PairCount]]:
        """The counts of every category that has some."""
        counts = _counts(since, by_category=True)
        statement = _sums(counts, modality, locales).where(counts.c.category != EVERY_BATTLE)
        found: dict[str, list[PairCount]] = defaultdict(list)
        async with self._database.read() as connection:
            for row in await connection.execute(statement):
                found[row.category].append(_count(row))
        return found

    async def locales(self) -> Mapping[Modality, Sequence[str]]:
        """The locales with counted votes, in alphabetical order."""
        statement = (
            select(pair_counts.c.modality, pair_counts.c.locale)
            .where(pair_counts.c.category == EVERY_BATTLE)
            .distinct()
            .order_by(pair_counts.c.locale)
        )
        found: dict[Modality, list[str]] = defaultdict(list)
        async with self._database.read() as connection:
            for modality, locale in await connection.execute(statement):
                found[Modality(modality)].append(locale)
        return found

    async def models(self) -> Mapping[str, RankedModel]:
        """Every model with counted votes, by slug."""
        async with self._database.read() as connection:
            return {
                row.slug: RankedModel(slug=row.slug, name=row.name, first_ranked_at=row.first_ranked_at)
                for row in await connection.execute(select(ranked_models))
            }

    async def judged(self, *, after: tuple[datetime, str] | None, limit: int) -> Sequence[JudgedAnswers]:
        """So many counted votes on text battles, the oldest first, from the one after that time and id on."""
        statement = with_looks(turns.c.id, turns.c.voted_at, turns.c.winner, battles.c.slug_a, battles.c.slug_b)
        statement = statement.where(is_ranked(), battles.c.modality == Modality.TEXT)
        if after is not None:
            place = tuple_(*(literal(value, column.type) for value, column in zip(after, _PLACE, strict=True)))
            statement = statement.where(tuple_(*_PLACE) > place)
        async with self._database.read() as connection:
            return [_judged(row) for row in await connection.execute(statement.order_by(*_PLACE).limit(limit))]

    async def texts(self, votes: Collection[str]) -> Mapping[str, Pair[str]]:
        """The two answers of each of these votes, by the votes' ids."""
        statement = with_answers(turns.c.id).where(turns.c.id.in_(votes))
        async with self._database.read() as connection:
            return {row.id: Pair(row.text_a, row.text_b) for row in await connection.execute(statement)}

    async def keep_styles(self, styles: Mapping[str, Pair[Style]]) -> None:
        """Keep how the answers of these votes looked, where that is not kept yet."""
        await save(self._database, lambda connection: keep_looks(connection, styles))


_PLACE = turns.c.voted_at, turns.c.id


def _judged(row: Row[tuple[object, ...]]) -> JudgedAnswers:
    return JudgedAnswers(
        id=row.id,
        at=row.voted_at,
        winner=Winner(row.winner),
        slugs=Pair(row.slug_a, row.slug_b),
        styles=looks_of(row),
    )


def _counts(since: datetime | None, *, by_category: bool) -> FromClause:
    return pair_counts if since is None else counted_since(since, by_category=by_category)


def _sums(counts: FromClause, modality: Modality, locales: Collection[str] | None) -> Select[tuple[object, ...]]:
    by = (counts.c.category, counts.c.slug_1, counts.c.slug_2)
    sums = (func.sum(counts.c[name]).label(name) for name in ("wins_1", "wins_2", "ties", "both_bad"))
    statement = select(*by, *sums).where(counts.c.modality == modality).group_by(*by).order_by(*by)
    return statement if locales is None else statement.where(counts.c.locale.in_(locales))


def _count(row: Row[tuple[object, ...]]) -> PairCount:
    return PairCount(
        first=row.slug_1,
        second=row.slug_2,
        wins_first=row.wins_1,
        wins_second=row.wins_2,
        ties=row.ties,
        both_bad=row.both_bad,
    )
