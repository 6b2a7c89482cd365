"""Sides that we drew ourselves, and what came of them."""

from sqlalchemy import exists, insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.sides import Citation, Citations, Contestant, Sides
from community.battles.values import Answers, BattleId, State
from storage.community.tables import battles, citations, drawn_sides
from storage.database import Database


class SqlSidesStore:
    """Fulfils `community.battles.sides.SidesStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, battle_id: BattleId, sides: Sides) -> None:
        """Keep the sides of a battle, once."""
        row = insert(drawn_sides).values(
            battle_id=battle_id,
            slug_a=sides.a.slug,
            slug_b=sides.b.slug,
            name_a=sides.a.name,
            name_b=sides.b.name,
        )
        await self._database.write(lambda connection: connection.execute(row))

    async def of(self, battle_id: BattleId) -> Sides | None:
        """The sides of the battle, None where it has none of ours."""
        async with self._database.read() as connection:
            row = (
                await connection.execute(select(drawn_sides).where(drawn_sides.c.battle_id == battle_id))
            ).one_or_none()
        return None if row is None else Sides(Contestant(row.slug_a, row.name_a), Contestant(row.slug_b, row.name_b))

    async def answered(self, battle_id: BattleId, answers: Answers, found: Citations) -> None:
        """Keep both answers, by side, with what they lean on, unless the battle has ended meanwhile."""
        awaited = exists().where(battles.c.id == battle_id, battles.c.state.in_([State.CREATING, State.ANSWERING]))
        told = (
            update(drawn_sides)
            .where(drawn_sides.c.battle_id == battle_id, awaited)
            .values(answer_a=answers.a, answer_b=answers.b)
        )
        rows = [
            {"battle_id": battle_id, "side": side, "place": place, "url": each.url, "title": each.title}
            for side, pages in (("A", found.a), ("B", found.b))
            for place, each in enumerate(pages)
        ]

        async def job(connection: AsyncConnection) -> None:
            kept = await connection.execute(told)
            if rows and kept.rowcount:
                await connection.execute(insert(citations), rows)

        await self._database.write(job)

    async def answers(self, battle_id: BattleId) -> Answers | None:
        """Both answers, None as long as they are not there."""
        query = select(drawn_sides.c.answer_a, drawn_sides.c.answer_b).where(drawn_sides.c.battle_id == battle_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None or row.answer_a is None else Answers(row.answer_a, row.answer_b)

    async def citations(self, battle_id: BattleId) -> Citations:
        """What the answers lean on; for after the reveal."""
        query = (
            select(citations).where(citations.c.battle_id == battle_id).order_by(citations.c.side, citations.c.place)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        by_side = {side: tuple(Citation(row.url, row.title) for row in rows if row.side == side) for side in "AB"}
        return Citations(by_side["A"], by_side["B"])


async def forget_answers(connection: AsyncConnection, battle_id: BattleId) -> None:
    """The battle has its answers, masked, or will never have any: as the models wrote them they are needed no more."""
    forgotten = update(drawn_sides).where(drawn_sides.c.battle_id == battle_id)
    await connection.execute(forgotten.values(answer_a=null(), answer_b=null()))
