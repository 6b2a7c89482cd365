"""The starters' ratings on their way upstream: `community.opinions.ports.Outbox` on the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.values import BattleId
from community.opinions.values import Parcel
from storage.community.counting import counted
from storage.community.opinions import rating_from
from storage.community.tables import Leg, battles, feedback_outbox, ratings
from storage.database import Database


class SqlOutbox:
    """Each is sent once; the promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime) -> Sequence[BattleId]:
        """Those that wait and whose time has come, most overdue first."""
        waiting = (
            select(feedback_outbox.c.battle_id)
            .join(battles, battles.c.id == feedback_outbox.c.battle_id)
            .where(feedback_outbox.c.leg == Leg.WAITING, feedback_outbox.c.due_at <= now, counted)
            .order_by(feedback_outbox.c.due_at)
        )
        async with self._database.read() as connection:
            return [BattleId(battle_id) for battle_id in await connection.scalars(waiting)]

    async def undecided(self) -> Sequence[Parcel]:
        """Those that are being sent, or were when an earlier process ended."""
        async with self._database.read() as connection:
            rows = await connection.execute(_parcels().where(feedback_outbox.c.leg == Leg.SENDING))
            return [_parcel(row._asdict()) for row in rows]

    async def take(self, battle_id: BattleId) -> Parcel | None:
        """Waiting → sending, with the rating as it is now; None where it waits no longer."""

        async def job(connection: AsyncConnection) -> Parcel | None:
            if not await _move(connection, battle_id, Leg.WAITING, leg=Leg.SENDING):
                return None
            row = (await connection.execute(_parcels().where(battles.c.id == battle_id))).one()
            return _parcel(row._asdict())

        return await self._database.write(job)

    async def put_back(self, battle_id: BattleId, due_at: datetime) -> None:
        """Sending → waiting: nothing has arrived."""
        await self._database.write(
            lambda connection: _move(connection, battle_id, Leg.SENDING, leg=Leg.WAITING, due_at=due_at)
        )

    async def settle(self, battle_id: BattleId, *, sent: bool) -> None:
        """Sending → sent, or → dropped."""
        leg = Leg.SENT if sent else Leg.DROPPED
        await self._database.write(lambda connection: _move(connection, battle_id, Leg.SENDING, leg=leg))


async def _move(connection: AsyncConnection, battle_id: BattleId, start: Leg, **values: object) -> bool:
    moved = await connection.execute(
        update(feedback_outbox)
        .where(feedback_outbox.c.battle_id == battle_id, feedback_outbox.c.leg == start)
        .values(**values)
    )
    return moved.rowcount == 1


def _parcels() -> Select[Any]:
    return (
        select(ratings, battles.c.source, battles.c.upstream_id)
        .join(feedback_outbox)
        .join(battles, battles.c.id == feedback_outbox.c.battle_id)
    )


def _parcel(row: dict[str, Any]) -> Parcel:
    return Parcel(BattleId(row["battle_id"]), row["source"], row["upstream_id"], rating_from(row))
