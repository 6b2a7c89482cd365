"""The poster on a real database under a virtual clock; the stage is memory that forgets like Discord does: by nonce."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from community.boards.values import Filters
from community.places import MessageRef
from community.schedules.errors import PlaceLost, PostFailed
from community.schedules.pause import Pause
from community.schedules.ports import PostStage, Reporter
from community.schedules.posting import LEASE, Poster
from community.schedules.report import Line, Report
from community.schedules.rhythm import Rhythm, daily, weekly
from community.schedules.rhythm import Weekday as Day
from community.schedules.values import DuePost, Order, Placing, Schedule, ScheduleId, Topic
from community.statistics import Sums
from storage.community.schedules import SqlScheduleStore
from tests.support.clock import EagerClock
from tests.support.database import migrated_database

BERLIN = "Europe/Berlin"
FILTERS = Filters(source="ModelChorus")


class MemoryStage(PostStage):
    """Keeps what it is asked to post, each nonce once; fails as it is told."""

    def __init__(self) -> None:
        self.posted: dict[str, datetime] = {}
        self.told: list[Pause | None] = []
        self.tries = 0
        self.fault: Exception | None = None
        self.broken: ScheduleId | None = None

    async def post(self, post: DuePost, report: Report) -> MessageRef:
        self.tries += 1
        if self.fault is not None:
            raise self.fault
        if post.schedule.id == self.broken:
            raise ValueError("nobody thought of this")
        self.posted.setdefault(post.nonce, report.until)
        return MessageRef(post.schedule.order.channel_id, 100 + len(self.posted))

    async def tell(self, schedule: Schedule) -> None:
        if isinstance(self.fault, PostFailed):
            raise self.fault
        self.told.append(schedule.pause)


class PlainReporter(Reporter):
    async def report(self, post: DuePost) -> Report:
        return Report(
            order=post.schedule.order,
            since=post.due_at,
            until=post.due_at,
            next_at=post.schedule.next_at,
            sums=Sums(),
            sums_before=None,
            lines=[Line(placing=Placing("a", 1), rating=1000, plus_minus=None, change=None)],
            board=None,
        )

    async def posted(self, report: Report) -> None:
        """Nobody else tells of changes here."""


class World:
    """One database, one Discord, and as many processes as a test wants."""

    def __init__(self, store: SqlScheduleStore, start: datetime) -> None:
        self.store = store
        self.stage = MemoryStage()
        self.clock = EagerClock(start)
        self.poster = self.process(store)

    def process(self, store: SqlScheduleStore) -> Poster:
        return Poster(store=store, reporter=PlainReporter(), stage=self.stage, clock=self.clock)

    async def order(self, rhythm: Rhythm) -> Schedule:
        now = self.clock.now()
        order = Order(guild_id=1, channel_id=2, topic=Topic.SERVER, filters=FILTERS, rhythm=rhythm, ordered_by=4)
        return await self.store.add(order, created_at=now, next_at=rhythm.following(now), limit=10)

    async def live(self, span: timedelta, *, step: timedelta = timedelta(minutes=10)) -> None:
        """Let that time pass, with a look in each step."""
        end = self.clock.now() + span
        while self.clock.now() < end:
            self.clock.advance(step.total_seconds())
            await self.poster.look()

    @property
    def posts(self) -> list[str]:
        return [f"{due:%d %b %H:%M}" for due in self.stage.posted.values()]


@asynccontextmanager
async def world(folder: Path, start: str) -> AsyncIterator[World]:
    async with migrated_database(folder / "bot.db") as database:
        yield World(SqlScheduleStore(database), datetime.fromisoformat(start).replace(tzinfo=UTC))


async def test_summer_time_begins_and_the_post_keeps_its_hour_on_the_wall(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-03-27T12:00") as there:
        await there.order(daily(time(9), BERLIN))
        await there.live(timedelta(days=4), step=timedelta(hours=1))
        assert there.posts == ["28 Mar 08:00", "29 Mar 07:00", "30 Mar 07:00", "31 Mar 07:00"]


async def test_summer_time_ends_and_the_hour_that_comes_twice_has_one_post(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-10-24T12:00") as there:
        await there.order(daily(time(2, 30), BERLIN))
        await there.live(timedelta(days=2))
        assert there.posts == ["25 Oct 00:30", "26 Oct 01:30"]


async def test_a_leap_day_has_its_post(tmp_path: Path) -> None:
    async with world(tmp_path, "2028-02-27T12:00") as there:
        await there.order(daily(time(9), "UTC"))
        await there.live(timedelta(days=3), step=timedelta(hours=1))
        assert there.posts == ["28 Feb 09:00", "29 Feb 09:00", "01 Mar 09:00"]


async def test_a_week_of_downtime_is_made_up_for_once(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there:
        schedule = await there.order(daily(time(9), "UTC"))
        there.clock.advance(timedelta(days=7).total_seconds())

        for _ in range(3):
            await there.poster.look()

        assert len(there.posts) == 1
        [kept] = await there.store.of_guild(1)
        assert kept.id == schedule.id
        assert kept.next_at == datetime(2026, 7, 21, 9, tzinfo=UTC)


async def test_two_processes_post_once(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there, migrated_database(tmp_path / "bot.db") as second:
        await there.order(weekly(Day.TUESDAY, time(9), "UTC"))
        there.clock.advance(timedelta(days=1).total_seconds())

        one, other = there.poster, there.process(SqlScheduleStore(second))
        await asyncio.gather(one.look(), other.look(), other.look(), one.look())

        assert there.stage.tries == 1


async def test_a_process_that_dies_before_it_posts_is_made_up_for(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there:
        schedule = await there.order(daily(time(9), "UTC"))
        there.clock.advance(timedelta(days=1).total_seconds())
        now = there.clock.now()
        # What the dead process had done.
        await there.store.claim(schedule, following=schedule.order.rhythm.following(now), leased_until=now + LEASE)

        await there.live(LEASE + timedelta(seconds=10), step=timedelta(seconds=5))

        assert there.stage.tries == 1
        assert await there.store.last_placings(schedule.id) == [Placing("a", 1)]


async def test_a_process_that_dies_after_it_posted_leads_to_no_second_post(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there:
        schedule = await there.order(daily(time(9), "UTC"))
        there.clock.advance(timedelta(days=1).total_seconds())
        now = there.clock.now()
        following = schedule.order.rhythm.following(now)
        post = await there.store.claim(schedule, following=following, leased_until=now + LEASE)
        assert post is not None
        await there.stage.post(post, await PlainReporter().report(post))

        await there.live(LEASE, step=timedelta(seconds=5))

        assert there.stage.tries == 2
        assert len(there.posts) == 1


async def test_what_could_not_be_posted_is_tried_until_the_following_one_is_due(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there:
        schedule = await there.order(daily(time(9), "UTC"))
        there.stage.fault = PostFailed("Discord is down")
        await there.live(timedelta(days=1), step=timedelta(hours=1))
        assert there.stage.tries > 1
        assert await there.store.last_placings(schedule.id) is None

        there.stage.fault = None
        await there.live(timedelta(hours=1))

        assert len(there.posts) == 1

        there.stage.fault = PostFailed("Discord is down")
        await there.live(timedelta(days=3), step=timedelta(hours=1))
        there.stage.fault = None
        await there.live(timedelta(days=1), step=timedelta(hours=1))
        assert len(there.posts) == 3


@pytest.mark.parametrize("why", [Pause.CHANNEL_GONE, Pause.NOT_ALLOWED])
async def test_a_lost_place_pauses_the_schedule_and_somebody_is_told_once(tmp_path: Path, why: Pause) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there:
        await there.order(daily(time(9), "UTC"))
        there.stage.fault = PlaceLost(why)

        await there.live(timedelta(days=3), step=timedelta(hours=1))

        assert there.stage.tries == 1
        assert there.stage.told == [why]
        [kept] = await there.store.of_guild(1)
        assert kept.pause is why


async def test_somebody_is_told_later_where_discord_is_down(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there:
        schedule = await there.order(daily(time(9), "UTC"))
        await there.store.pause(schedule.id, Pause.CHANNEL_GONE)
        there.stage.fault = PostFailed("Discord is down")
        await there.poster.look()
        assert there.stage.told == []

        there.stage.fault = None
        await there.live(timedelta(hours=1))

        assert there.stage.told == [Pause.CHANNEL_GONE]


async def test_a_zone_that_is_not_known_any_more_pauses_the_schedule(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there:
        now = there.clock.now()
        order = Order(
            guild_id=1,
            channel_id=2,
            topic=Topic.SERVER,
            filters=FILTERS,
            rhythm=Rhythm("0 9 * * *", "Europe/Atlantis"),
            ordered_by=4,
        )
        await there.store.add(order, created_at=now, next_at=now, limit=10)

        await there.poster.look()

        assert there.stage.tries == 0
        assert there.stage.told == [Pause.ZONE_GONE]


async def test_one_servers_fault_keeps_no_other_from_its_post(tmp_path: Path) -> None:
    async with world(tmp_path, "2026-07-13T12:00") as there:
        first, second = await there.order(daily(time(9), "UTC")), await there.order(daily(time(9), "UTC"))
        there.stage.broken = first.id

        await there.live(timedelta(days=1), step=timedelta(hours=1))

        assert await there.store.last_placings(first.id) is None
        assert await there.store.last_placings(second.id) == [Placing("a", 1)]
