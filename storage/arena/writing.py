"""Turns as the models write them: begun, kept while they grow, finished, given to another model, ended."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Update

from arena.engine.values import Battle, Contestant, Failure, Side, Spot, Turn, Written
from storage.arena.tables import answers, battles, leaks, pictures, replacements, styles, turns, writing
from storage.arena.windows import give_back


async def begin(connection: AsyncConnection, battle_id: str, owner: str, turn: Turn, *, writer: str) -> bool:
    """Add the turn if it is the battle's first, or follows on its last one and that is ready; say whether."""
    others = turns.alias()
    last = select(func.max(others.c.number)).where(others.c.battle_id == battle_id).scalar_subquery()
    follows = exists().where(
        others.c.battle_id == battle_id, others.c.number == turn.number - 1, others.c.ready_at.is_not(None)
    )
    first = literal(turn.number == 1) & last.is_(None)
    row = select(
        battles.c.id,
        literal(turn.number),
        literal(turn.id),
        literal(turn.prompt),
        literal(turn.created_at, turns.c.created_at.type),
    ).where(battles.c.id == battle_id, battles.c.owner == owner, or_(first, follows & (last == turn.number - 1)))
    added = await connection.execute(
        insert(turns).from_select(["battle_id", "number", "id", "prompt", "created_at"], row)
    )
    if added.rowcount != 1:
        return False
    place = {"battle_id": battle_id, "turn_number": turn.number}
    await connection.execute(insert(answers), [place | {"side": side, "text": "", "whole": False} for side in Side])
    await connection.execute(insert(writing).values(**place, writer=writer))
    return True


async def keep(connection: AsyncConnection, spot: Spot, text: str, *, writer: str) -> None:
    """Store what a side has written so far."""
    await connection.execute(_unfinished(spot, writer).values(text=text))


async def finish(connection: AsyncConnection, spot: Spot, written: Written, *, at: datetime, writer: str) -> None:
    """Store a side's whole answer; the second one makes the turn ready."""
    usage = written.usage
    whole = await connection.execute(
        _unfinished(spot, writer).values(
            text=written.text,
            whole=True,
            finished_at=at,
            prompt_tokens=usage and usage.prompt_tokens,
            completion_tokens=usage and usage.completion_tokens,
        )
    )
    if whole.rowcount != 1:
        return
    place = {"battle_id": spot.battle_id, "turn_number": spot.turn}
    if written.masked is not None:
        await connection.execute(insert(leaks).values(**place, side=spot.side, masked=written.masked))
    if written.style is not None:
        await connection.execute(insert(styles).values(**place, side=spot.side, **asdict(written.style)))
    if written.picture is not None:
        await connection.execute(insert(pictures).values(id=written.text, data=written.picture, created_at=at))
    missing = exists().where(
        answers.c.battle_id == spot.battle_id, answers.c.turn_number == spot.turn, answers.c.finished_at.is_(None)
    )
    await connection.execute(_open(spot.battle_id, spot.turn).where(~missing).values(ready_at=at))


async def replace(
    connection: AsyncConnection, battle: Battle, side: Side, contestant: Contestant, *, writer: str
) -> None:
    """Give a side in its first turn to another model, which starts with an empty page."""
    spot = Spot(battle.id, 1, side)
    if (await connection.execute(_unfinished(spot, writer).values(text=""))).rowcount != 1:
        return
    suffix = side.lower()
    names = {f"slug_{suffix}": contestant.slug, f"name_{suffix}": contestant.name}
    await connection.execute(update(battles).where(battles.c.id == battle.id).values(names))
    failed = battle.contestants[side].slug
    await connection.execute(insert(replacements).values(battle_id=battle.id, side=side, slug=failed))


async def fail(
    connection: AsyncConnection, battle_id: str, turn: int, failure: Failure, *, writer: str | None = None
) -> None:
    """End a turn that is not ready, if it is the writer's work or no writer is named."""
    ending = _open(battle_id, turn).values(failure=failure)
    if writer is not None:
        ending = ending.where(_is_work_of(writer, battle_id, turn))
    if (await connection.execute(ending)).rowcount == 1 and turn == 1:
        await give_back(connection, battle_id)


def _unfinished(spot: Spot, writer: str) -> Update:
    """Only an answer that is not whole may still change, and only by the hand of the process whose work it is."""
    return update(answers).where(
        answers.c.battle_id == spot.battle_id,
        answers.c.turn_number == spot.turn,
        answers.c.side == spot.side,
        answers.c.finished_at.is_(None),
        _is_work_of(writer, spot.battle_id, spot.turn),
    )


def _is_work_of(writer: str, battle_id: str, turn: int) -> ColumnElement[bool]:
    return exists().where(writing.c.battle_id == battle_id, writing.c.turn_number == turn, writing.c.writer == writer)


def _open(battle_id: str, turn: int) -> Update:
    return update(turns).where(
        turns.c.battle_id == battle_id, turns.c.number == turn, turns.c.ready_at.is_(None), turns.c.failure.is_(None)
    )
