"""Votes: cast once a turn, with what is said beside them, and counted."""

from datetime import datetime

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import CastVote, GiveFeedback, Opinion
from storage.arena.counting import count_vote
from storage.arena.tables import battles, reveals, turns


async def cast(
    connection: AsyncConnection, battle_id: str, owner: str, vote: CastVote, *, at: datetime, created_until: datetime
) -> int | None:
    """Cast the vote on the latest turn that has none and did not fail; the turn's number, None if it takes none yet."""
    others = turns.alias()
    votable = (
        select(func.max(others.c.number))
        .where(others.c.battle_id == battle_id, others.c.voted_at.is_(None), others.c.failure.is_(None))
        .scalar_subquery()
    )
    voted = await connection.execute(
        update(turns)
        .where(
            turns.c.battle_id == battle_id,
            turns.c.number == votable,
            turns.c.ready_at.is_not(None),
            turns.c.voted_at.is_(None),
            exists().where(battles.c.id == battle_id, battles.c.owner == owner, battles.c.created_at <= created_until),
        )
        .values(winner=vote.winner, voted_at=at, **_said(vote))
        .returning(turns.c.number)
    )
    number: int | None = voted.scalar_one_or_none()
    if number is not None:
        first = sqlite.insert(reveals).values(battle_id=battle_id, turn_number=number)
        await connection.execute(first.on_conflict_do_nothing())
        await count_vote(connection, battle_id, number)
    return number


async def say(connection: AsyncConnection, battle_id: str, owner: str, feedback: GiveFeedback) -> bool:
    """Replace the given fields beside the battle's last vote, if there is one; say whether."""
    others = turns.alias()
    last = (
        select(others.c.number)
        .where(others.c.battle_id == battle_id, others.c.voted_at.is_not(None))
        .order_by(others.c.voted_at.desc(), others.c.number)
        .limit(1)
        .scalar_subquery()
    )
    said = await connection.execute(
        update(turns)
        .where(
            turns.c.battle_id == battle_id,
            turns.c.number == last,
            exists().where(battles.c.id == battle_id, battles.c.owner == owner),
        )
        .values(**_said(feedback))
    )
    return said.rowcount == 1


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
