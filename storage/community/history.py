"""What was battled: `community.history.HistoryReader` on the database."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union_all

from community.battles.values import Battle
from community.history import Wanted
from storage.community import rows
from storage.community.counting import counted
from storage.community.tables import ballots, battles
from storage.database import Database


class SqlHistoryReader:
    """The promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, wanted: Wanted, *, offset: int, limit: int) -> Sequence[Battle]:
        """The battles that are wanted, newest first."""
        async with self._database.read() as connection:
            return await rows.load_newest(connection, _condition(wanted), offset=offset, limit=limit)

    async def models(self, guild_id: int, channels: frozenset[int]) -> Sequence[str]:
        """The names that came out in these channels, by how often, in battles that count."""
        known = and_(battles.c.guild_id == guild_id, battles.c.channel_id.in_(channels), counted)
        names = union_all(
            select(battles.c.name_a.label("name")).where(known), select(battles.c.name_b.label("name")).where(known)
        ).subquery()
        by_number = select(names.c.name).group_by(names.c.name).order_by(func.count().desc(), names.c.name)
        async with self._database.read() as connection:
            return (await connection.scalars(by_number)).all()


def _condition(wanted: Wanted) -> ColumnElement[bool]:
    conditions = [battles.c.guild_id == wanted.guild_id]
    if wanted.member_id is None:
        conditions.append(battles.c.channel_id.in_(wanted.channels))
    else:
        voted = exists().where(ballots.c.battle_id == battles.c.id, ballots.c.member_id == wanted.member_id)
        conditions.append(or_(battles.c.starter_id == wanted.member_id, voted))
    if wanted.model is not None:
        conditions += [counted, or_(battles.c.name_a == wanted.model, battles.c.name_b == wanted.model)]
    return and_(*conditions)
