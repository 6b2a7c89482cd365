"""Scheduled posts: the promises are those of `community.schedules.ports.ScheduleStore`."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Category, Modality
from community.boards.values import Filters, Period, Picture
from community.places import MessageRef
from community.schedules.errors import TooManySchedules
from community.schedules.pause import Pause
from community.schedules.rhythm import Rhythm
from community.schedules.values import DuePost, Order, Placing, Schedule, ScheduleId, Topic
from storage.community.tables import scheduled_posts, schedules
from storage.database import Database

_NEEDS_AN_ADMIN: Final = tuple(pause for pause in Pause if pause.needs_an_admin)


class SqlScheduleStore:
    """Schedules and their posts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, order: Order, *, created_at: datetime, next_at: datetime, limit: int) -> Schedule:
        """Keep an order, if the guild has fewer than `limit`."""

        async def job(connection: AsyncConnection) -> Schedule:
            there = select(func.count()).select_from(schedules).where(schedules.c.guild_id == order.guild_id)
            if (await connection.scalar(there) or 0) >= limit:
                raise TooManySchedules(limit)
            row = insert(schedules).values(
                guild_id=order.guild_id,
                channel_id=order.channel_id,
                topic=order.topic,
                source=order.filters.source,
                modality=order.filters.modality,
                category=order.filters.category,
                period=order.filters.period,
                cron=order.rhythm.cron,
                zone=order.rhythm.zone,
                picture=order.picture,
                role_id=order.role_id,
                ordered_by=order.ordered_by,
                created_at=created_at,
                next_at=next_at,
                told=False,
            )
            schedule_id = ScheduleId((await connection.execute(row.returning(schedules.c.id))).scalar_one())
            return Schedule(id=schedule_id, order=order, created_at=created_at, next_at=next_at)

        return await self._database.write(job)

    async def of_guild(self, guild_id: int) -> Sequence[Schedule]:
        """The guild's schedules, the oldest first."""
        return await self._load(schedules.c.guild_id == guild_id)

    async def get(self, guild_id: int, schedule_id: ScheduleId) -> Schedule | None:
        """The schedule, if it is this guild's."""
        return next(iter(await self._load(and_(schedules.c.guild_id == guild_id, schedules.c.id == schedule_id))), None)

    async def pause(self, schedule_id: ScheduleId, why: Pause) -> Schedule | None:
        """Let it rest; None where it rests already or is gone."""
        return await self._change(schedule_id, schedules.c.pause.is_(None), pause=why, told=False)

    async def resume(self, schedule_id: ScheduleId, *, next_at: datetime) -> Schedule | None:
        """Let it go on at that time; None where it did not rest or is gone."""
        return await self._change(schedule_id, schedules.c.pause.is_not(None), pause=None, told=False, next_at=next_at)

    async def remove(self, guild_id: int, schedule_id: ScheduleId) -> bool:
        """Forget the schedule and its posts; say whether there was one."""
        removal = delete(schedules).where(schedules.c.guild_id == guild_id, schedules.c.id == schedule_id)
        return await self._database.write(lambda connection: _any_row(connection, removal.returning(schedules.c.id)))

    async def due(self, now: datetime) -> Sequence[Schedule]:
        """Those that do not rest and whose time has come, most overdue first."""
        return await self._load(and_(schedules.c.pause.is_(None), schedules.c.next_at <= now), schedules.c.next_at)

    async def claim(self, schedule: Schedule, *, following: datetime, leased_until: datetime) -> DuePost | None:
        """Take the post that is due now, and move the schedule on; None where somebody else was faster."""
        move = (
            update(schedules)
            .where(schedules.c.id == schedule.id, schedules.c.next_at == schedule.next_at, schedules.c.pause.is_(None))
            .values(next_at=following)
            .returning(schedules.c.id)
        )
        post = insert(scheduled_posts).values(
            schedule_id=schedule.id, due_at=schedule.next_at, leased_until=leased_until
        )

        async def job(connection: AsyncConnection) -> bool:
            if not await _any_row(connection, move):
                return False
            await connection.execute(post)
            return True

        if not await self._database.write(job):
            return None
        return DuePost(schedule=replace(schedule, next_at=following), due_at=schedule.next_at)

    async def take_over(self, *, now: datetime, leased_until: datetime) -> Sequence[DuePost]:
        """Claim the posts that were begun and never finished, because their process died."""
        left = scheduled_posts.c.leased_until <= now
        async with self._database.read() as connection:
            # A look every few seconds shall not write to the disk when there is nothing to take over.
            if await connection.scalar(select(scheduled_posts.c.schedule_id).where(left).limit(1)) is None:
                return []
        lease = (
            update(scheduled_posts)
            .where(left)
            .values(leased_until=leased_until)
            .returning(scheduled_posts.c.schedule_id, scheduled_posts.c.due_at)
        )

        async def job(connection: AsyncConnection) -> list[DuePost]:
            posts = (await connection.execute(lease)).all()
            found = await _load(connection, schedules.c.id.in_({post.schedule_id for post in posts}))
            by_id = {schedule.id: schedule for schedule in found}
            return [DuePost(schedule=by_id[post.schedule_id], due_at=post.due_at, again=True) for post in posts]

        return await self._database.write(job)

    async def finish(self, post: DuePost, message: MessageRef | None, placings: Sequence[Placing]) -> None:
        """The post stands, with these placings; or, without a message, it never will."""
        stands = message is not None
        end = (
            update(scheduled_posts)
            .where(scheduled_posts.c.schedule_id == post.schedule.id, scheduled_posts.c.due_at == post.due_at)
            .values(
                leased_until=None,
                channel_id=message.channel_id if message else None,
                message_id=message.message_id if message else None,
                placings=json.dumps([[one.model, one.rank] for one in placings]) if stands else None,
            )
        )
        await self._database.write(lambda connection: connection.execute(end))

    async def last_placings(self, schedule_id: ScheduleId) -> Sequence[Placing] | None:
        """What the schedule's last post that stands showed; None before the first."""
        last: Select[str] = (
            select(scheduled_posts.c.placings)
            .where(scheduled_posts.c.schedule_id == schedule_id, scheduled_posts.c.placings.is_not(None))
            .order_by(scheduled_posts.c.due_at.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            text = await connection.scalar(last)
        return None if text is None else [Placing(model, rank) for model, rank in json.loads(text)]

    async def untold(self) -> Sequence[Schedule]:
        """Those that rest for a reason of which nobody was told yet."""
        return await self._load(and_(schedules.c.pause.in_(_NEEDS_AN_ADMIN), schedules.c.told == 0))

    async def keep_told(self, schedule_id: ScheduleId) -> None:
        """Remember that an administrator was told of the pause, or cannot be."""
        await self._change(schedule_id, schedules.c.pause.is_not(None), told=True)

    async def _load(
        self, condition: ColumnElement[bool], order: ColumnElement[Any] = schedules.c.id
    ) -> Sequence[Schedule]:
        async with self._database.read() as connection:
            return await _load(connection, condition, order)

    async def _change(
        self, schedule_id: ScheduleId, condition: ColumnElement[bool], **values: object
    ) -> Schedule | None:
        change = update(schedules).where(schedules.c.id == schedule_id, condition).values(values)

        async def job(connection: AsyncConnection) -> Schedule | None:
            if not await _any_row(connection, change.returning(schedules.c.id)):
                return None
            return next(iter(await _load(connection, schedules.c.id == schedule_id)))

        return await self._database.write(job)


async def _any_row(connection: AsyncConnection, statement: Any) -> bool:
    return (await connection.execute(statement)).first() is not None


async def _load(
    connection: AsyncConnection, condition: ColumnElement[bool], order: ColumnElement[Any] = schedules.c.id
) -> Sequence[Schedule]:
    return [_schedule(row) for row in await connection.execute(select(schedules).where(condition).order_by(order))]


def _schedule(row: Row[Any]) -> Schedule:
    order = Order(
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        topic=Topic(row.topic),
        filters=Filters(
            source=row.source,
            modality=Modality(row.modality),
            category=None if row.category is None else Category(row.category),
            period=Period(row.period),
        ),
        rhythm=Rhythm(row.cron, row.zone),
        picture=Picture(row.picture),
        role_id=row.role_id,
        ordered_by=row.ordered_by,
    )
    return Schedule(
        id=row.id,
        order=order,
        created_at=row.created_at,
        next_at=row.next_at,
        pause=None if row.pause is None else Pause(row.pause),
    )
