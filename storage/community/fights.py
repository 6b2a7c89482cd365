"""Fights: every step is one transaction, and conditional where somebody else may have been faster."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire.concurred import EVENT, Event, FightStyle, HistoryMessage, dump_event
from community.errors import VotingClosed
from community.fights.values import AudienceBallot, Fight, FightFailure, FightId, NewFight, Status, Terms
from community.places import MessageRef
from community.quotas import Allowance, ChargeState
from storage.community import dialect, quotas
from storage.community.tables import fight_ballots, fight_charges, fight_events, fight_messages, fights
from storage.database import Database

_LIVE: Final = fights.c.status.in_([status for status in Status if status.live])
_HISTORY: Final = TypeAdapter(tuple[HistoryMessage, ...])
_FIGHT: Final = select(
    fights, fight_messages.c.channel_id.label("shown_channel_id"), fight_messages.c.message_id, fight_messages.c.shows
).select_from(fights.outerjoin(fight_messages))


class SqlFightStore:
    """Fights, their events, ballots and charges: the promises are those of `community.fights.ports.FightStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, fight: NewFight, allowances: Sequence[Allowance]) -> Fight:
        """Reserve one fight of every allowance and keep the fight as STARTING, or do neither."""

        async def job(connection: AsyncConnection) -> None:
            await connection.execute(insert(fights).values(_columns(fight)))
            await quotas.reserve(connection, fight_charges, fight.id, allowances, fight.created_at)

        await self._database.write(job)
        return Fight(
            id=fight.id,
            guild_id=fight.guild_id,
            channel_id=fight.channel_id,
            starter_id=fight.starter_id,
            question=fight.question,
            terms=fight.terms,
            names=fight.names,
            source=fight.source,
            created_at=fight.created_at,
            status=Status.STARTING,
        )

    async def get(self, fight_id: FightId) -> Fight | None:
        """The fight as it is now."""
        return next(iter(await self._load(fights.c.id == fight_id)), None)

    async def shown_at(self, message: MessageRef) -> Fight | None:
        """The fight that this message shows."""
        here = and_(
            fight_messages.c.message_id == message.message_id, fight_messages.c.channel_id == message.channel_id
        )
        return next(iter(await self._load(here)), None)

    async def live(self, channel_id: int | None = None) -> Sequence[Fight]:
        """All that are not over, or those of one channel, oldest first."""
        return await self._load(_LIVE if channel_id is None else and_(_LIVE, fights.c.channel_id == channel_id))

    async def append(self, fight_id: FightId, number: int, event: Event, *, completed_at: datetime | None) -> bool:
        """Keep the event with its number; the first makes the fight RUNNING and spends its charges."""
        ended = {} if completed_at is None else {"ended_at": completed_at}
        status = Status.RUNNING if completed_at is None else Status.COMPLETE
        change = update(fights).where(fights.c.id == fight_id, _LIVE).values(status=status, **ended)
        row = {"fight_id": fight_id, "number": number, "event": json.dumps(dump_event(event))}

        async def job(connection: AsyncConnection) -> bool:
            if (await connection.execute(change)).rowcount == 0:
                return False
            await connection.execute(insert(fight_events).values(row))
            if number == 0:
                await quotas.settle(connection, fight_charges, fight_id, ChargeState.SPENT)
            return True

        return await self._database.write(job)

    async def events(self, fight_id: FightId) -> Sequence[Event]:
        """All events that were kept, in their order."""
        kept = select(fight_events.c.event).where(fight_events.c.fight_id == fight_id).order_by(fight_events.c.number)
        async with self._database.read() as connection:
            return [EVENT.validate_json(event) for event in await connection.scalars(kept)]

    async def end(
        self,
        fight_id: FightId,
        status: Status,
        now: datetime,
        *,
        failure: FightFailure | None = None,
        reason: str | None = None,
    ) -> Fight | None:
        """End a live fight; None where it is over already."""
        change = (
            update(fights)
            .where(fights.c.id == fight_id, _LIVE)
            .values(status=status, ended_at=now, failure=failure, reason=reason)
        )
        charges = ChargeState.REFUNDED if failure is not None and failure.refunded else ChargeState.UNKNOWN

        async def job(connection: AsyncConnection) -> bool:
            if (await connection.execute(change)).rowcount == 0:
                return False
            await quotas.settle(connection, fight_charges, fight_id, charges)
            return True

        return await self.get(fight_id) if await self._database.write(job) else None

    async def cast(self, fight_id: FightId, member_id: int, agent: str | None, now: datetime) -> AudienceBallot:
        """Keep a member's ballot in place of an earlier one; None withdraws it."""
        return await self._database.write(lambda connection: _cast(connection, fight_id, member_id, agent, now))

    async def ballot_of(self, fight_id: FightId, member_id: int) -> str | None:
        """For whom the member's ballot is, None where there is none."""
        async with self._database.read() as connection:
            return await _ballot_of(connection, fight_id, member_id)

    async def outdated(self) -> Sequence[Fight]:
        """The fights that are over and whose message does not say so yet, oldest first."""
        unsaid = fight_messages.c.shows.is_distinct_from(fights.c.status)
        return await self._load(and_(~_LIVE, fight_messages.c.fight_id.is_not(None), unsaid))

    async def keep_shown(self, fight_id: FightId, status: Status) -> None:
        """Remember that the fight's message shows this status, or that it can be shown nowhere any more."""
        shown = update(fight_messages).where(fight_messages.c.fight_id == fight_id).values(shows=status)
        await self._database.write(lambda connection: connection.execute(shown))

    async def keep_message(self, fight_id: FightId, message: MessageRef) -> None:
        """Remember where the fight is shown. A later message takes the place of an earlier one."""
        place = {"channel_id": message.channel_id, "message_id": message.message_id, "shows": None}
        row = dialect.insert(fight_messages).values(fight_id=fight_id, **place)
        upsert = row.on_conflict_do_update(index_elements=[fight_messages.c.fight_id], set_=place)
        await self._database.write(lambda connection: connection.execute(upsert))

    async def judged(self, guild_id: int, *, least: int, limit: int) -> Sequence[Fight]:
        """The guild's latest finished fights with at least so many ballots of the audience."""
        audience = (
            select(func.count()).where(fight_ballots.c.fight_id == fights.c.id).correlate(fights).scalar_subquery()
        )
        over = and_(fights.c.guild_id == guild_id, fights.c.status == Status.COMPLETE, audience >= least)
        latest = select(fights.c.id).where(over).order_by(fights.c.created_at.desc(), fights.c.id).limit(limit)
        return await self._load(fights.c.id.in_(latest))

    async def _load(self, condition: ColumnElement[bool]) -> Sequence[Fight]:
        async with self._database.read() as connection:
            rows = await connection.execute(_FIGHT.where(condition).order_by(fights.c.created_at, fights.c.id))
            return [_fight(row, await _audience(connection, row.id)) for row in rows]


async def _cast(
    connection: AsyncConnection, fight_id: FightId, member_id: int, agent: str | None, now: datetime
) -> AudienceBallot:
    running = exists().where(fights.c.id == fight_id, fights.c.status == Status.RUNNING)
    if not await connection.scalar(select(running)):
        raise VotingClosed(f"fight {fight_id} takes no ballots now")
    previous = await _ballot_of(connection, fight_id, member_id)
    own = and_(fight_ballots.c.fight_id == fight_id, fight_ballots.c.member_id == member_id)
    if agent is None:
        await connection.execute(delete(fight_ballots).where(own))
    else:
        choice = {"agent": agent, "cast_at": now}
        row = dialect.insert(fight_ballots).values(fight_id=fight_id, member_id=member_id, **choice)
        key = [fight_ballots.c.fight_id, fight_ballots.c.member_id]
        await connection.execute(row.on_conflict_do_update(index_elements=key, set_=choice))
    return AudienceBallot(agent=agent, previous=previous)


async def _ballot_of(connection: AsyncConnection, fight_id: FightId, member_id: int) -> str | None:
    agent: str | None = await connection.scalar(
        select(fight_ballots.c.agent).where(
            fight_ballots.c.fight_id == fight_id, fight_ballots.c.member_id == member_id
        )
    )
    return agent


async def _audience(connection: AsyncConnection, fight_id: str) -> Mapping[str, int]:
    counts = (
        select(fight_ballots.c.agent, func.count().label("ballots"))
        .where(fight_ballots.c.fight_id == fight_id)
        .group_by(fight_ballots.c.agent)
    )
    return {row.agent: row.ballots for row in await connection.execute(counts)}


def _columns(fight: NewFight) -> dict[str, object]:
    terms = fight.terms
    return {
        "id": fight.id,
        "guild_id": fight.guild_id,
        "channel_id": fight.channel_id,
        "starter_id": fight.starter_id,
        "question": fight.question,
        "models": None if terms.models is None else json.dumps(terms.models),
        "multiplied": terms.multiplied,
        "rounds": terms.rounds,
        "style": terms.style,
        "image_url": terms.image_url,
        "history": _HISTORY.dump_json(terms.history).decode(),
        "anonymous": terms.anonymous,
        "names": json.dumps(dict(fight.names)),
        "source": fight.source,
        "created_at": fight.created_at,
        "status": Status.STARTING,
    }


def _fight(row: Row[Any], audience: Mapping[str, int]) -> Fight:
    status = Status(row.status)
    return Fight(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        starter_id=row.starter_id,
        question=row.question,
        terms=Terms(
            models=None if row.models is None else tuple(json.loads(row.models)),
            multiplied=row.multiplied,
            rounds=row.rounds,
            style=FightStyle(row.style),
            image_url=row.image_url,
            history=_HISTORY.validate_json(row.history),
            anonymous=row.anonymous,
        ),
        names=json.loads(row.names),
        source=row.source,
        created_at=row.created_at,
        status=status,
        ended_at=row.ended_at,
        failure=None if row.failure is None else FightFailure(row.failure),
        reason=row.reason,
        ballots=sum(audience.values()),
        audience=None if status.live else audience,
        message=None if row.message_id is None else MessageRef(row.shown_channel_id, row.message_id),
        shown=None if row.shows is None else Status(row.shows),
    )
