"""What moderators did: `community.battles.moderating.ModerationStore` on the database."""

from datetime import datetime

from sqlalchemy import case, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.values import Battle, BattleId, Failure, State, TurnFailure, TurnState, Void
from community.quotas import ChargeState
from storage.community import board_counts, quotas, rows, sides
from storage.community.dialect import insert
from storage.community.tables import Purpose, battles, quota_charges, sent_messages, turns, voids
from storage.database import Database


class SqlModerationStore:
    """Voided battles; the promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_message(self, guild_id: int, message_id: int) -> BattleId | None:
        """The battle of this guild that the message shows or announces."""
        found = (
            select(battles.c.id)
            .join(sent_messages)
            .where(battles.c.guild_id == guild_id, sent_messages.c.message_id == message_id)
        )
        async with self._database.read() as connection:
            battle_id: str | None = await connection.scalar(found)
        return None if battle_id is None else BattleId(battle_id)

    async def of_guild(self, guild_id: int, battle_id: BattleId) -> Battle | None:
        """The battle, if it is this guild's."""
        async with self._database.read() as connection:
            battle = await rows.load_one(connection, battle_id)
        return battle if battle is not None and battle.guild_id == guild_id else None

    async def void(self, battle_id: BattleId, void: Void) -> Battle | None:
        """Keep the word, and end the battle without names where it has not ended; None where it is void already."""
        row = insert(voids).values(battle_id=battle_id, voided_by=void.by, voided_at=void.at, reason=void.reason)
        word = row.on_conflict_do_nothing().returning(voids.c.battle_id)

        async def job(connection: AsyncConnection) -> Battle | None:
            if await connection.scalar(word) is None:
                return None
            await board_counts.discount(connection, battle_id)
            await _end(connection, battle_id, void.at)
            await _end_turn(connection, battle_id)
            await sides.forget_answers(connection, battle_id)
            await quotas.settle(connection, quota_charges, battle_id, ChargeState.UNKNOWN)
            # Nothing is known to be shown: a process that dies now leaves the showing to the next.
            await connection.execute(
                update(sent_messages)
                .where(sent_messages.c.battle_id == battle_id, sent_messages.c.purpose == Purpose.BATTLE)
                .values(shows=None)
            )
            return await rows.load_one(connection, battle_id)

        return await self._database.write(job)


async def _end(connection: AsyncConnection, battle_id: BattleId, now: datetime) -> None:
    """End what has not ended: without answers as a failure, with them as a vote that brings no names."""
    state = battles.c.state
    await connection.execute(
        update(battles)
        .where(battles.c.id == battle_id, state.in_([each for each in State if not each.final]))
        .values(
            state=case((state.in_([State.CREATING, State.ANSWERING]), State.FAILED), else_=State.UNREVEALED),
            failure=case((state == State.CREATING, Failure.UNKNOWN), (state == State.ANSWERING, Failure.UNFINISHED)),
            closed_at=case((state == State.VOTING, literal(now, battles.c.closed_at.type)), else_=battles.c.closed_at),
        )
    )


async def _end_turn(connection: AsyncConnection, battle_id: BattleId) -> None:
    """Nobody waits any more for the answers to a blind follow-up: its vote will never come."""
    await connection.execute(
        update(turns)
        .where(
            turns.c.battle_id == battle_id,
            turns.c.blind,
            turns.c.state.in_([each for each in TurnState if each.pending]),
        )
        .values(state=TurnState.FAILED, failure=TurnFailure.UNFINISHED)
    )
