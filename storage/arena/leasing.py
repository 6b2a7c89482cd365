"""Whose work it is to have something written: each turn and each reply is one living process's."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, literal, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.arena.tables import turns, writers, writing


async def renew(connection: AsyncConnection, writer: str, *, now: datetime, until: datetime) -> None:
    """Say that the writer lives until then, and forget those whose time is over."""
    mine = sqlite.insert(writers).values(id=writer, alive_until=until)
    await connection.execute(mine.on_conflict_do_update(index_elements=["id"], set_={"alive_until": until}))
    await connection.execute(delete(writers).where(writers.c.alive_until <= now))


async def end(connection: AsyncConnection, writer: str) -> None:
    """Say that the writer writes no more."""
    await connection.execute(delete(writers).where(writers.c.id == writer))


def is_orphan(writer: ColumnElement[str | None]) -> ColumnElement[bool]:
    """The condition on a column of writers: none of the living."""
    return ~exists().where(writers.c.id == writer)


async def claim_turns(connection: AsyncConnection, writer: str) -> list[str]:
    """Take over the unfinished turns that nobody who lives is writing; the ids of their battles.

    One statement decides, also between processes.
    """
    living = exists().where(
        writing.c.battle_id == turns.c.battle_id,
        writing.c.turn_number == turns.c.number,
        writing.c.writer == writers.c.id,
    )
    orphaned = select(turns.c.battle_id, turns.c.number, literal(writer)).where(
        turns.c.ready_at.is_(None), turns.c.failure.is_(None), ~living
    )
    taking = sqlite.insert(writing).from_select(["battle_id", "turn_number", "writer"], orphaned)
    claimed = await connection.execute(
        taking.on_conflict_do_update(
            index_elements=["battle_id", "turn_number"],
            set_={"writer": taking.excluded.writer},
            where=is_orphan(writing.c.writer),
        ).returning(writing.c.battle_id)
    )
    return list(claimed.scalars())
