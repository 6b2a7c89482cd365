"""Follow-ups: `community.battles.turns.TurnStore` on the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.turns import MAX_TURNS, FollowUpRefused, NewTurn, Reason, why_not
from community.battles.values import (
    Answers,
    Battle,
    BattleId,
    Leaks,
    Place,
    State,
    TurnFailure,
    TurnState,
)
from community.places import MessageRef
from storage.community import rows
from storage.community.dialect import insert
from storage.community.tables import ballots, battles, turns
from storage.database import Database

_PENDING = (TurnState.ASKING, TurnState.ANSWERING)


class SqlTurnStore:
    """The promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, battle_id: BattleId, turn: NewTurn) -> Battle:
        """Keep a follow-up as ASKING, and let the vote rest until it is answered."""

        async def job(connection: AsyncConnection) -> Battle:
            await _keep_first(connection, battle_id)
            await connection.execute(delete(turns).where(_of(battle_id), turns.c.failure == TurnFailure.NOT_ASKED))
            blind = await connection.scalar(_rest().where(*_open(battle_id, turn.asked_at)))
            if blind is None:
                await _check_revealed(connection, battle_id)
            await _add(connection, battle_id, turn, blind=blind is not None)
            return await _load(connection, battle_id)

        return await self._database.write(job)

    async def asked(self, battle_id: BattleId, number: int) -> Battle | None:
        """ASKING → ANSWERING."""
        return await self._change(battle_id, number, TurnState.ASKING, {"state": TurnState.ANSWERING})

    async def answered(
        self,
        battle_id: BattleId,
        number: int,
        answers: Answers,
        leaks: Leaks,
        *,
        opened_at: datetime,
        closes_at: datetime,
    ) -> Battle | None:
        """A pending turn → READY; a blind one's battle → VOTING with its answers and a new deadline."""
        ready = {
            "state": TurnState.READY,
            "answer_a": answers.a,
            "answer_b": answers.b,
            "leak_a": leaks.a,
            "leak_b": leaks.b,
        }
        return await self._settle(battle_id, number, ready, opened_at=opened_at, closes_at=closes_at)

    async def failed(
        self, battle_id: BattleId, number: int, failure: TurnFailure, *, opened_at: datetime, closes_at: datetime
    ) -> Battle | None:
        """A pending turn → FAILED; a blind one's battle → VOTING on what stood before, with a new deadline."""
        return await self._settle(
            battle_id,
            number,
            {"state": TurnState.FAILED, "failure": failure},
            opened_at=opened_at,
            closes_at=closes_at,
        )

    async def pending(self) -> Sequence[Battle]:
        """The battles of which a follow-up is being asked or answered, oldest first."""
        waiting = exists().where(turns.c.battle_id == battles.c.id, turns.c.state.in_(_PENDING))
        async with self._database.read() as connection:
            return await rows.load(connection, waiting)

    async def apart(self) -> Sequence[BattleId]:
        """The battles with a turn whose own message may have to be brought up to date."""
        waiting = (
            select(turns.c.battle_id)
            .distinct()
            .where(
                turns.c.place != Place.BATTLE, or_(turns.c.shows.is_(None), turns.c.shows.not_in(["ready", "failed"]))
            )
        )
        async with self._database.read() as connection:
            return (await connection.scalars(waiting)).all()

    async def keep_message(self, battle_id: BattleId, number: int, message: MessageRef) -> None:
        """Remember where a turn is shown."""
        await self._update(battle_id, number, {"channel_id": message.channel_id, "message_id": message.message_id})

    async def keep_shown(self, battle_id: BattleId, number: int, shows: str) -> None:
        """Remember what a turn's own message shows."""
        await self._update(battle_id, number, {"shows": shows})

    async def _update(self, battle_id: BattleId, number: int, values: dict[str, Any]) -> None:
        change = update(turns).where(_of(battle_id), turns.c.number == number).values(values)
        await self._database.write(lambda connection: connection.execute(change))

    async def _change(
        self, battle_id: BattleId, number: int, before: TurnState, values: dict[str, Any]
    ) -> Battle | None:
        change = update(turns).where(_of(battle_id), turns.c.number == number, turns.c.state == before)

        async def job(connection: AsyncConnection) -> Battle | None:
            changed = await connection.execute(change.values(values))
            return await _load(connection, battle_id) if changed.rowcount else None

        return await self._database.write(job)

    async def _settle(
        self, battle_id: BattleId, number: int, values: dict[str, Any], *, opened_at: datetime, closes_at: datetime
    ) -> Battle | None:
        settled = (
            update(turns)
            .where(_of(battle_id), turns.c.number == number, turns.c.state.in_(_PENDING))
            .values(values)
            .returning(turns.c.blind)
        )

        async def job(connection: AsyncConnection) -> Battle | None:
            blind = await connection.scalar(settled)
            if blind is None:
                return None
            if blind:
                await _vote_again(connection, battle_id, opened_at=opened_at, closes_at=closes_at)
            return await _load(connection, battle_id)

        return await self._database.write(job)


def _of(battle_id: BattleId) -> ColumnElement[bool]:
    return turns.c.battle_id == battle_id


def _open(battle_id: BattleId, now: datetime) -> tuple[ColumnElement[bool], ...]:
    voted = exists().where(ballots.c.battle_id == battles.c.id)
    return battles.c.id == battle_id, battles.c.state == State.VOTING, battles.c.closes_at > now, ~voted


def _rest() -> Any:
    """The vote rests: what was voted on is kept in the turns."""
    gone = dict.fromkeys(("answer_a", "answer_b", "leak_a", "leak_b", "opened_at", "closes_at"), null())
    return update(battles).values(state=State.ANSWERING, extended=False, **gone).returning(battles.c.id)


async def _keep_first(connection: AsyncConnection, battle_id: BattleId) -> None:
    """The first question's row, once there is to be a second."""
    columns = {
        turns.c.battle_id: battles.c.id,
        turns.c.number: literal(1),
        turns.c.prompt: battles.c.prompt,
        turns.c.asked_by: battles.c.starter_id,
        turns.c.asked_at: battles.c.created_at,
        turns.c.state: literal(TurnState.READY),
        turns.c.blind: literal(1),
        turns.c.place: literal(Place.BATTLE),
        turns.c.answer_a: battles.c.answer_a,
        turns.c.answer_b: battles.c.answer_b,
        turns.c.leak_a: battles.c.leak_a,
        turns.c.leak_b: battles.c.leak_b,
    }
    first = select(*columns.values()).where(battles.c.id == battle_id, battles.c.answer_a.is_not(None))
    await connection.execute(insert(turns).from_select([*columns], first).on_conflict_do_nothing())


async def _check_revealed(connection: AsyncConnection, battle_id: BattleId) -> None:
    """Raise unless the battle is revealed: then a follow-up is no part of its vote."""
    battle = await rows.load_one(connection, battle_id)
    if battle is None:
        raise FollowUpRefused(Reason.OVER)
    if (reason := why_not(battle)) is not None:
        raise FollowUpRefused(reason)
    if battle.state is not State.REVEALED:
        raise FollowUpRefused(Reason.CLOSED)


async def _add(connection: AsyncConnection, battle_id: BattleId, turn: NewTurn, *, blind: bool) -> None:
    number = (await connection.scalar(select(func.max(turns.c.number)).where(_of(battle_id))) or 0) + 1
    if number > MAX_TURNS:
        raise FollowUpRefused(Reason.LAST)
    await connection.execute(
        insert(turns).values(
            battle_id=battle_id,
            number=number,
            prompt=turn.prompt,
            asked_by=turn.asked_by,
            asked_at=turn.asked_at,
            state=TurnState.ASKING,
            blind=blind,
            place=turn.place(blind=blind),
        )
    )


async def _vote_again(
    connection: AsyncConnection, battle_id: BattleId, *, opened_at: datetime, closes_at: datetime
) -> None:
    """ANSWERING → VOTING on the latest blind turn that was answered. A side that leaked once has leaked."""
    ready = and_(_of(battle_id), turns.c.state == TurnState.READY, turns.c.blind)
    latest = (
        await connection.execute(
            select(turns.c.answer_a, turns.c.answer_b).where(ready).order_by(turns.c.number.desc()).limit(1)
        )
    ).one()
    leaks = (await connection.execute(select(func.max(turns.c.leak_a), func.max(turns.c.leak_b)).where(ready))).one()
    await connection.execute(
        update(battles)
        .where(battles.c.id == battle_id, battles.c.state == State.ANSWERING)
        .values(
            state=State.VOTING,
            answer_a=latest.answer_a,
            answer_b=latest.answer_b,
            leak_a=leaks[0],
            leak_b=leaks[1],
            opened_at=opened_at,
            closes_at=closes_at,
        )
    )


async def _load(connection: AsyncConnection, battle_id: BattleId) -> Battle:
    battle = await rows.load_one(connection, battle_id)
    if battle is None:
        raise AssertionError("a turn has a battle")
    return battle
