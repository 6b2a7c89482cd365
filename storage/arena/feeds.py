"""Single votes for the public feeds: `arena.engine.feeds.FeedStore` on the database."""

from collections.abc import Sequence

from sqlalchemy import Row, Select, literal, or_, select, tuple_

from arena.engine.feeds import Place, Voted
from arena.engine.values import Pair
from arena.wire import Modality, Winner
from storage.arena.answered import with_answers
from storage.arena.ranked import is_ranked
from storage.arena.tables import battles, ranked_models, turns
from storage.database import Database


class FeedTable:
    """Fulfils the port; the port says what each method does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def with_feedback(self, *, limit: int, after: Place | None = None) -> Sequence[Voted]:
        """Those with a comment, from the one after `after` on."""
        statement = _votes(limit).where(turns.c.feedback.is_not(None))
        if after is not None:
            # A tuple gives its members' types to nobody: untyped, a time would be compared as text.
            place = tuple_(literal(after.at, turns.c.voted_at.type), literal(after.id))
            statement = statement.where(tuple_(turns.c.voted_at, turns.c.id) < place)
        return await self._read(statement)

    async def of_model(self, slug: str, *, limit: int) -> Sequence[Voted]:
        """Those on battles of this model."""
        return await self._read(_votes(limit).where(or_(battles.c.slug_a == slug, battles.c.slug_b == slug)))

    async def ranked_slug(self, name: str) -> str | None:
        """The slug of a model with counted votes, by its slug or by its name."""
        statement = (
            select(ranked_models.c.slug)
            .where(or_(ranked_models.c.slug == name, ranked_models.c.name == name))
            .order_by((ranked_models.c.slug == name).desc(), ranked_models.c.slug)
            .limit(1)
        )
        async with self._database.read() as connection:
            return (await connection.execute(statement)).scalar_one_or_none()

    async def _read(self, statement: Select[tuple[object, ...]]) -> list[Voted]:
        async with self._database.read() as connection:
            return [_voted(row) for row in await connection.execute(statement)]


def _votes(limit: int) -> Select[tuple[object, ...]]:
    """Counted votes with everything that is shown of them; the time index gives them in order, so few are read."""
    statement = with_answers(
        turns.c.id,
        turns.c.voted_at,
        turns.c.winner,
        turns.c.feedback,
        turns.c.prompt,
        battles.c.locale,
        battles.c.modality,
        battles.c.name_a,
        battles.c.name_b,
    )
    return statement.where(is_ranked()).order_by(turns.c.voted_at.desc(), turns.c.id.desc()).limit(limit)


def _voted(row: Row[tuple[object, ...]]) -> Voted:
    return Voted(
        id=row.id,
        at=row.voted_at,
        winner=Winner(row.winner),
        feedback=row.feedback,
        prompt=row.prompt,
        locale=row.locale,
        modality=Modality(row.modality),
        names=Pair(row.name_a, row.name_b),
        responses=Pair(row.text_a, row.text_b),
    )
