"""Ballots: they change only while their battle is in VOTING and its deadline has not passed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Winner
from community.battles.values import BallotCast, BattleId, Mode, State
from community.errors import VotingClosed
from storage.community import audit
from storage.community.dialect import insert
from storage.community.rows import standing
from storage.community.tables import ballots, battles


async def cast(
    connection: AsyncConnection,
    battle_id: BattleId,
    member_id: int,
    choice: Winner,
    now: datetime,
    *,
    ballots_per_day: int | None,
) -> BallotCast:
    """Keep a member's ballot in place of an earlier one, or raise VotingClosed; in mode FIRST, close the vote."""
    previous = await ballot_of(connection, battle_id, member_id)
    columns = {
        ballots.c.battle_id: battles.c.id,
        ballots.c.member_id: literal(member_id),
        ballots.c.choice: literal(choice),
        ballots.c.cast_at: literal(now, ballots.c.cast_at.type),
    }
    ballot = insert(ballots).from_select([*columns], select(*columns.values()).where(_open(battle_id, now)))
    await connection.execute(
        ballot.on_conflict_do_update(
            index_elements=[ballots.c.battle_id, ballots.c.member_id],
            set_={"choice": ballot.excluded.choice, "cast_at": ballot.excluded.cast_at},
        )
    )
    ballot_cast = await _outcome(connection, battle_id, now, choice=choice, previous=previous)
    await audit.note(connection, battle_id, member_id, choice, now)
    if previous is None and ballots_per_day is not None:
        # Counted after the line above was written; the exception takes back both where it was one too many.
        await audit.check_daily(connection, battle_id, member_id, now, ballots_per_day)
    closed = await connection.execute(
        update(battles)
        .where(battles.c.id == battle_id, battles.c.mode == Mode.FIRST)
        .values(state=State.CLOSING, closed_at=now)
    )
    return replace(ballot_cast, decisive=closed.rowcount == 1)


async def withdraw(connection: AsyncConnection, battle_id: BattleId, member_id: int, now: datetime) -> BallotCast:
    """Take a member's ballot back, or raise VotingClosed."""
    withdrawn: str | None = await connection.scalar(
        delete(ballots)
        .where(
            ballots.c.battle_id == battle_id,
            ballots.c.member_id == member_id,
            exists().select_from(battles).where(_open(battle_id, now)),
        )
        .returning(ballots.c.choice)
    )
    previous = None if withdrawn is None else Winner(withdrawn)
    outcome = await _outcome(connection, battle_id, now, choice=None, previous=previous)
    if previous is not None:
        await audit.note(connection, battle_id, member_id, None, now)
    return outcome


async def ballot_of(connection: AsyncConnection, battle_id: BattleId, member_id: int) -> Winner | None:
    """The member's ballot, None where there is none."""
    choice: str | None = await connection.scalar(
        select(ballots.c.choice).where(ballots.c.battle_id == battle_id, ballots.c.member_id == member_id)
    )
    return None if choice is None else Winner(choice)


def _open(battle_id: BattleId, now: datetime) -> ColumnElement[bool]:
    return and_(battles.c.id == battle_id, battles.c.state == State.VOTING, battles.c.closes_at > now)


async def _outcome(
    connection: AsyncConnection, battle_id: BattleId, now: datetime, *, choice: Winner | None, previous: Winner | None
) -> BallotCast:
    # The same condition as the write before it: where that changed nothing because of it, there is no row here.
    row = (
        await connection.execute(
            select(battles.c.closes_at, standing().correlate(battles).scalar_subquery().label("ballots")).where(
                _open(battle_id, now)
            )
        )
    ).one_or_none()
    if row is None:
        raise VotingClosed(f"battle {battle_id} takes no ballots now")
    return BallotCast(choice=choice, previous=previous, ballots=row.ballots, closes_at=row.closes_at)
