"""The store of scheduled posts: each post is one process's, whoever dies, and nothing is posted twice."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from arena.wire import Category
from community.boards.values import Filters, Period, Picture
from community.places import MessageRef
from community.schedules.errors import TooManySchedules
from community.schedules.pause import Pause
from community.schedules.ports import ScheduleStore
from community.schedules.rhythm import daily
from community.schedules.values import DuePost, Order, Placing, Schedule, ScheduleId, Topic
from storage.community.schedules import SqlScheduleStore
from storage.database import Database
from tests.support.database import migrated_database

NOW = datetime(2026, 7, 13, 9, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
LEASED = NOW + timedelta(minutes=2)
ORDER = Order(
    guild_id=1,
    channel_id=2,
    topic=Topic.SERVER,
    rhythm=daily(time(9), "UTC"),
    role_id=3,
    picture=Picture.LIGHT,
    filters=Filters(source="ModelChorus", category=Category.CODING, period=Period.MONTH),
    ordered_by=4,
)
PLACINGS = [Placing("Ünïcode 中文", 1), Placing("b", 2)]


@pytest.fixture
def schedules(database: Database) -> ScheduleStore:
    return SqlScheduleStore(database)


async def add(schedules: ScheduleStore, order: Order = ORDER) -> Schedule:
    return await schedules.add(order, created_at=NOW - timedelta(days=1), next_at=NOW, limit=10)


async def claim(schedules: ScheduleStore, schedule: Schedule) -> DuePost:
    post = await schedules.claim(schedule, following=TOMORROW, leased_until=LEASED)
    assert post is not None
    return post


async def test_an_order_is_kept_as_it_was_given(schedules: ScheduleStore) -> None:
    kept = await add(schedules)

    assert await schedules.of_guild(1) == [kept]
    assert kept.order == ORDER
    assert await schedules.get(1, kept.id) == kept
    assert await schedules.get(2, kept.id) is None


async def test_a_guild_has_no_more_than_its_limit(schedules: ScheduleStore) -> None:
    await schedules.add(ORDER, created_at=NOW, next_at=NOW, limit=1)
    await schedules.add(replace(ORDER, guild_id=9), created_at=NOW, next_at=NOW, limit=1)

    with pytest.raises(TooManySchedules):
        await schedules.add(ORDER, created_at=NOW, next_at=NOW, limit=1)


async def test_a_due_post_is_claimed_by_one_of_several_processes(path: Path, schedules: ScheduleStore) -> None:
    schedule = await add(schedules)
    async with migrated_database(path) as another:
        claims = await asyncio.gather(
            *(
                store.claim(schedule, following=TOMORROW, leased_until=LEASED)
                for store in (schedules, SqlScheduleStore(another)) * 3
            )
        )

    [post] = [claim for claim in claims if claim is not None]
    assert post.due_at == NOW
    assert post.schedule.next_at == TOMORROW
    assert await schedules.due(NOW) == []
    assert await schedules.due(TOMORROW) == [post.schedule]


async def test_what_a_dead_process_began_is_taken_over_once(schedules: ScheduleStore) -> None:
    post = await claim(schedules, await add(schedules))

    assert await schedules.take_over(now=LEASED - timedelta(seconds=1), leased_until=TOMORROW) == []
    assert await schedules.take_over(now=LEASED, leased_until=LEASED + timedelta(minutes=2)) == [
        replace(post, again=True)
    ]
    assert await schedules.take_over(now=LEASED, leased_until=TOMORROW) == []


async def test_a_finished_post_is_nobodys_work_and_is_remembered(schedules: ScheduleStore) -> None:
    schedule = await add(schedules)
    assert await schedules.last_placings(schedule.id) is None
    post = await claim(schedules, schedule)

    await schedules.finish(post, MessageRef(2, 5), PLACINGS)

    assert await schedules.take_over(now=TOMORROW, leased_until=TOMORROW) == []
    assert await schedules.last_placings(schedule.id) == PLACINGS


async def test_a_post_that_never_will_be_leaves_the_one_before_as_the_last(schedules: ScheduleStore) -> None:
    schedule = await add(schedules)
    first = await claim(schedules, schedule)
    await schedules.finish(first, MessageRef(2, 5), PLACINGS)
    second = await schedules.claim(first.schedule, following=TOMORROW + timedelta(days=1), leased_until=LEASED)
    assert second is not None

    await schedules.finish(second, None, ())

    assert await schedules.take_over(now=TOMORROW, leased_until=TOMORROW) == []
    assert await schedules.last_placings(schedule.id) == PLACINGS


async def test_a_resting_schedule_is_never_due_until_it_goes_on(schedules: ScheduleStore) -> None:
    schedule = await add(schedules)
    assert await schedules.pause(schedule.id, Pause.BY_HAND) == replace(schedule, pause=Pause.BY_HAND)

    assert await schedules.pause(schedule.id, Pause.CHANNEL_GONE) is None
    assert await schedules.due(TOMORROW) == []
    assert await schedules.claim(schedule, following=TOMORROW, leased_until=LEASED) is None
    assert await schedules.resume(schedule.id, next_at=TOMORROW) == replace(schedule, next_at=TOMORROW)
    assert await schedules.resume(schedule.id, next_at=NOW) is None


async def test_an_administrator_is_told_of_each_pause_that_nobody_ordered(schedules: ScheduleStore) -> None:
    by_hand, lost = await add(schedules), await add(schedules)
    await schedules.pause(by_hand.id, Pause.BY_HAND)
    resting = await schedules.pause(lost.id, Pause.NOT_ALLOWED)

    assert await schedules.untold() == [resting]
    await schedules.keep_told(lost.id)
    assert await schedules.untold() == []

    await schedules.resume(lost.id, next_at=NOW)
    again = await schedules.pause(lost.id, Pause.CHANNEL_GONE)
    assert await schedules.untold() == [again]


async def test_a_removed_schedule_takes_its_posts_along(schedules: ScheduleStore) -> None:
    schedule = await add(schedules)
    await schedules.finish(await claim(schedules, schedule), MessageRef(2, 5), PLACINGS)

    assert not await schedules.remove(99, schedule.id)
    assert await schedules.remove(1, schedule.id)
    assert not await schedules.remove(1, schedule.id)
    assert await schedules.last_placings(schedule.id) is None
    assert await schedules.pause(ScheduleId(schedule.id), Pause.BY_HAND) is None
