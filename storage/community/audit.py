"""The audit trail of ballots: every ballot, change and withdrawal, in order. Nothing is ever taken out of it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Winner
from community.battles.values import BattleId
from community.errors import DailyBallotsUsedUp
from storage.community.tables import ballot_events, battles

DAY: Final = timedelta(hours=24)


async def note(
    connection: AsyncConnection, battle_id: BattleId, member_id: int, choice: Winner | None, now: datetime
) -> None:
    """Write down what the member did; `choice` is None for a withdrawal."""
    earlier = exists().where(ballot_events.c.battle_id == battle_id, ballot_events.c.member_id == member_id)
    columns = {
        ballot_events.c.battle_id: battles.c.id,
        ballot_events.c.guild_id: battles.c.guild_id,
        ballot_events.c.member_id: literal(member_id),
        ballot_events.c.choice: literal(choice, ballot_events.c.choice.type),
        ballot_events.c.first: ~earlier,
        ballot_events.c.at: literal(now, ballot_events.c.at.type),
    }
    line = select(*columns.values()).where(battles.c.id == battle_id)
    await connection.execute(insert(ballot_events).from_select([*columns], line))


async def check_daily(
    connection: AsyncConnection, battle_id: BattleId, member_id: int, now: datetime, limit: int
) -> None:
    """Raise DailyBallotsUsedUp where the member voted in more battles of this guild than that in the last 24 hours."""
    guild = select(battles.c.guild_id).where(battles.c.id == battle_id).scalar_subquery()
    of_the_day = select(ballot_events.c.at).where(
        ballot_events.c.guild_id == guild,
        ballot_events.c.member_id == member_id,
        ballot_events.c.at > now - DAY,
        ballot_events.c.first,
    )
    cast = (await connection.scalars(of_the_day.order_by(ballot_events.c.at))).all()
    if (too_many := len(cast) - limit) > 0:
        raise DailyBallotsUsedUp(limit, cast[too_many - 1] + DAY)
