"""The battles of the house arena: `arena.engine.ports.BattleStore` on the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, exists, func, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Update

from arena.engine.errors import QuotaExceeded
from arena.engine.values import QUOTA_WINDOW, Battle, Contestant, Failure, Side, VoteTotals
from arena.wire import CastVote, GiveFeedback, Modality, Opinion, Usage
from storage.arena.reading import read_battles
from storage.arena.saving import save
from storage.arena.tables import answers, battle_windows, battles, turns
from storage.database import Database


class BattleTable:
    """Fulfils the port; the port says what each method does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, battle: Battle, *, battles_per_day: int | None) -> None:
        """Take one battle from the key's window and add this battle, or do neither."""

        async def job(connection: AsyncConnection) -> None:
            if battles_per_day is not None:
                await _take_one(connection, battle.key_id, battles_per_day, battle.created_at)
            await _insert(connection, battle)

        await save(self._database, job)

    async def get(self, battle_id: str, owner: str) -> Battle | None:
        """The battle, if it is this owner's."""
        async with self._database.read() as connection:
            found = await read_battles(connection, battles.c.id == battle_id, battles.c.owner == owner)
        return found[0] if found else None

    async def pending(self) -> Sequence[Battle]:
        """The battles whose latest turn the models have still to write."""
        unfinished = exists().where(
            turns.c.battle_id == battles.c.id, turns.c.ready_at.is_(None), turns.c.failure.is_(None)
        )
        async with self._database.read() as connection:
            return await read_battles(connection, unfinished)

    async def keep(self, battle_id: str, turn: int, side: Side, text: str) -> None:
        """Store what a side has written so far."""
        statement = _of_side(battle_id, turn, side).values(text=text)
        await save(self._database, lambda connection: connection.execute(statement))

    async def finish(
        self, battle_id: str, turn: int, side: Side, text: str, *, usage: Usage | None, at: datetime
    ) -> None:
        """Store a side's whole answer; the second one makes the turn ready."""
        whole = _of_side(battle_id, turn, side).values(
            text=text,
            whole=True,
            finished_at=at,
            prompt_tokens=usage and usage.prompt_tokens,
            completion_tokens=usage and usage.completion_tokens,
        )
        unfinished = exists().where(
            answers.c.battle_id == battle_id, answers.c.turn_number == turn, answers.c.finished_at.is_(None)
        )
        ready = _open_turn(battle_id, turn).where(~unfinished).values(ready_at=at)

        async def job(connection: AsyncConnection) -> None:
            await connection.execute(whole)
            await connection.execute(ready)

        await save(self._database, job)

    async def replace(self, battle_id: str, side: Side, contestant: Contestant) -> None:
        """Give a side of a battle in its first turn to another model, which starts with an empty page."""
        suffix = side.lower()
        names = {f"slug_{suffix}": contestant.slug, f"name_{suffix}": contestant.name}

        async def job(connection: AsyncConnection) -> None:
            await connection.execute(update(battles).where(battles.c.id == battle_id).values(names))
            await connection.execute(_of_side(battle_id, 1, side).values(text=""))

        await save(self._database, job)

    async def fail(self, battle_id: str, turn: int, failure: Failure) -> None:
        """End a turn that is not ready. The key gets its battle back if no model has written anything."""
        nothing_written = ~exists().where(
            answers.c.battle_id == battle_id, answers.c.turn_number == turn, answers.c.text != ""
        )
        refund = (
            update(battle_windows)
            .where(
                battle_windows.c.key_id == battles.c.key_id,
                battles.c.id == battle_id,
                battle_windows.c.opened_at <= battles.c.created_at,
                battle_windows.c.used > 0,
                nothing_written,
            )
            .values(used=battle_windows.c.used - 1)
        )

        async def job(connection: AsyncConnection) -> None:
            ended = await connection.execute(_open_turn(battle_id, turn).values(failure=failure))
            if ended.rowcount == 1 and turn == 1:
                await connection.execute(refund)

        await save(self._database, job)

    async def vote(self, battle_id: str, owner: str, vote: CastVote, *, at: datetime, created_until: datetime) -> bool:
        """Cast the one vote on the latest turn, if that was created until then, is ready and has none; say whether."""
        return await self._changed(
            _latest_turn(battle_id, owner)
            .where(turns.c.ready_at.is_not(None), turns.c.voted_at.is_(None), turns.c.created_at <= created_until)
            .values(winner=vote.winner, voted_at=at, **_said(vote))
        )

    async def add_feedback(self, battle_id: str, owner: str, feedback: GiveFeedback) -> bool:
        """Replace those fields beside the latest turn's vote that are given here, if there is one; say whether."""
        return await self._changed(
            _latest_turn(battle_id, owner).where(turns.c.voted_at.is_not(None)).values(**_said(feedback))
        )

    async def totals(self) -> VoteTotals:
        """All votes cast."""
        statement = (
            select(battles.c.modality, func.count())
            .join(turns, turns.c.battle_id == battles.c.id)
            .where(turns.c.voted_at.is_not(None))
            .group_by(battles.c.modality)
        )
        async with self._database.read() as connection:
            counts = {modality: count for modality, count in await connection.execute(statement)}  # noqa: C416 - a Row is not a pair to mypy
        return VoteTotals(text=counts.get(Modality.TEXT, 0), image=counts.get(Modality.IMAGE, 0))

    async def _changed(self, statement: Update) -> bool:
        async def job(connection: AsyncConnection) -> bool:
            return (await connection.execute(statement)).rowcount == 1

        return await save(self._database, job)


async def _take_one(connection: AsyncConnection, key_id: str, limit: int, now: datetime) -> None:
    """Open the key's window, or take one more from it; one statement decides, also between processes."""
    over = battle_windows.c.opened_at <= now - QUOTA_WINDOW
    first = sqlite.insert(battle_windows).values(key_id=key_id, opened_at=now, used=1)
    upsert = first.on_conflict_do_update(
        index_elements=["key_id"],
        set_={
            "used": case((over, first.excluded.used), else_=battle_windows.c.used + 1),
            "opened_at": case((over, first.excluded.opened_at), else_=battle_windows.c.opened_at),
        },
        where=over | (battle_windows.c.used < limit),
    )
    if (await connection.execute(upsert)).rowcount == 1:
        return
    opened = (
        await connection.execute(select(battle_windows.c.opened_at).where(battle_windows.c.key_id == key_id))
    ).scalar_one()
    raise QuotaExceeded(
        f"This key has started its {limit} battles of 24 hours.", retry_after=opened + QUOTA_WINDOW - now
    )


async def _insert(connection: AsyncConnection, battle: Battle) -> None:
    turn = battle.latest
    await connection.execute(
        insert(battles).values(
            id=battle.id,
            owner=battle.owner,
            key_id=battle.key_id,
            modality=battle.modality,
            locale=battle.locale,
            title=battle.title,
            created_at=battle.created_at,
            slug_a=battle.contestants.a.slug,
            name_a=battle.contestants.a.name,
            slug_b=battle.contestants.b.slug,
            name_b=battle.contestants.b.name,
        )
    )
    await connection.execute(
        insert(turns).values(
            battle_id=battle.id, number=turn.number, id=turn.id, prompt=turn.prompt, created_at=turn.created_at
        )
    )
    await connection.execute(
        insert(answers),
        [
            {"battle_id": battle.id, "turn_number": turn.number, "side": side, "text": "", "whole": False}
            for side in Side
        ],
    )


def _of_side(battle_id: str, turn: int, side: Side) -> Update:
    """Only an answer that is not whole may still change."""
    return update(answers).where(
        answers.c.battle_id == battle_id,
        answers.c.turn_number == turn,
        answers.c.side == side,
        answers.c.finished_at.is_(None),
    )


def _open_turn(battle_id: str, turn: int) -> Update:
    return update(turns).where(
        turns.c.battle_id == battle_id, turns.c.number == turn, turns.c.ready_at.is_(None), turns.c.failure.is_(None)
    )


def _latest_turn(battle_id: str, owner: str) -> Update:
    later = turns.alias()
    return update(turns).where(
        turns.c.battle_id == battle_id,
        turns.c.number == select(func.max(later.c.number)).where(later.c.battle_id == battle_id).scalar_subquery(),
        exists().where(battles.c.id == battle_id, battles.c.owner == owner),
    )


def _said(opinion: Opinion) -> dict[str, object]:
    """The columns of those fields that say something."""
    said: dict[str, object] = {}
    if opinion.feedback:
        said["feedback"] = opinion.feedback
    if opinion.rating is not None:
        said["rating"] = opinion.rating
    if opinion.criteria is not None:
        said |= opinion.criteria.model_dump(exclude_none=True)
    return said
