"""Posting what is due: each post once, whoever else is looking, and whatever dies in between."""

from datetime import timedelta
from typing import Final

import structlog

from community.clock import Clock
from community.errors import StoreUnavailable
from community.schedules.errors import PlaceLost, PostFailed, RhythmNeverComes, ZoneUnknown
from community.schedules.pause import Pause
from community.schedules.ports import PostStage, Reporter, ScheduleStore
from community.schedules.values import DuePost, Schedule

log = structlog.get_logger(__name__)

LOOK_EVERY: Final = 5.0
"""Seconds between two looks: a post is at most this late."""
LEASE: Final = timedelta(minutes=2)
"""How long a post is one process's work. After it another tries, and looks first whether the post stands."""


class Poster:
    """Posts what is due, in every process that runs it."""

    def __init__(self, *, store: ScheduleStore, reporter: Reporter, stage: PostStage, clock: Clock) -> None:
        self._store = store
        self._reporter = reporter
        self._stage = stage
        self._clock = clock

    async def run(self) -> None:
        """Look for due posts until cancelled."""
        while True:
            await self._clock.sleep(LOOK_EVERY)
            try:
                await self.look()
            except StoreUnavailable as error:
                # A database that is locked now may not be in a few seconds.
                log.warning("schedules.look_failed", error=str(error))
            except Exception:
                # Whatever it was, boards that post themselves go on.
                log.exception("schedules.look_failed")

    async def look(self) -> None:
        """Post what is due now and what another process left, and tell of the schedules that have come to rest."""
        now = self._clock.now()
        for post in await self._store.take_over(now=now, leased_until=now + LEASE):
            # Once the following one is due, it says all that this one would have said.
            if post.schedule.next_at <= now or post.schedule.pause is not None:
                await self._store.finish(post, None, ())
            else:
                await self._post_safely(post)
        for schedule in await self._store.due(now):
            claimed = await self._claim(schedule)
            if claimed is not None:
                await self._post_safely(claimed)
        for schedule in await self._store.untold():
            await self._tell(schedule)

    async def _claim(self, schedule: Schedule) -> DuePost | None:
        now = self._clock.now()
        try:
            # Counted from now: however many were missed while nothing ran, one post makes up for all.
            following = schedule.order.rhythm.following(now)
        except (ZoneUnknown, RhythmNeverComes) as error:
            log.warning("schedule.without_time", schedule=schedule.id, guild=schedule.order.guild_id, error=str(error))
            await self._store.pause(schedule.id, Pause.ZONE_GONE)
            return None
        return await self._store.claim(schedule, following=following, leased_until=now + LEASE)

    async def _post_safely(self, post: DuePost) -> None:
        try:
            await self._post(post)
        except Exception:
            # One server's fault keeps no other from its posts. It stays claimed, and is tried again after the lease.
            log.exception("schedule.failed", schedule=post.schedule.id, guild=post.schedule.order.guild_id)

    async def _post(self, post: DuePost) -> None:
        order = post.schedule.order
        try:
            report = await self._reporter.report(post)
            message = await self._stage.post(post, report)
        except PostFailed as error:
            # It stays claimed; when the lease is over, whoever looks first tries again.
            log.warning("schedule.not_posted", schedule=post.schedule.id, guild=order.guild_id, error=str(error))
        except PlaceLost as lost:
            await self._store.pause(post.schedule.id, lost.pause)
            await self._store.finish(post, None, ())
            log.info("schedule.place_lost", schedule=post.schedule.id, guild=order.guild_id, why=lost.pause)
        else:
            await self._store.finish(post, message, report.placings)
            await self._reporter.posted(report)
            log.info("schedule.posted", schedule=post.schedule.id, guild=order.guild_id)

    async def _tell(self, schedule: Schedule) -> None:
        try:
            await self._stage.tell(schedule)
        except PostFailed as error:
            log.warning("schedule.not_told", schedule=schedule.id, guild=schedule.order.guild_id, error=str(error))
            return
        await self._store.keep_told(schedule.id)
