"""What scheduled posts need from the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from community.places import MessageRef
from community.schedules.pause import Pause
from community.schedules.report import Report
from community.schedules.values import DuePost, Order, Placing, Schedule, ScheduleId


class ScheduleStore(Protocol):
    """Schedules and their posts. Every method is one transaction; what it returns is on the disk."""

    async def add(self, order: Order, *, created_at: datetime, next_at: datetime, limit: int) -> Schedule:
        """Keep an order.

        Raises:
            TooManySchedules: the guild has `limit` already.
        """
        ...

    async def of_guild(self, guild_id: int) -> Sequence[Schedule]:
        """The guild's schedules, the oldest first."""
        ...

    async def get(self, guild_id: int, schedule_id: ScheduleId) -> Schedule | None:
        """The schedule, if it is this guild's."""
        ...

    async def pause(self, schedule_id: ScheduleId, why: Pause) -> Schedule | None:
        """Let it rest; None where it rests already or is gone."""
        ...

    async def resume(self, schedule_id: ScheduleId, *, next_at: datetime) -> Schedule | None:
        """Let it go on at that time; None where it did not rest or is gone."""
        ...

    async def remove(self, guild_id: int, schedule_id: ScheduleId) -> bool:
        """Forget the schedule and its posts; say whether there was one."""
        ...

    async def due(self, now: datetime) -> Sequence[Schedule]:
        """Those that do not rest and whose time has come, most overdue first."""
        ...

    async def claim(self, schedule: Schedule, *, following: datetime, leased_until: datetime) -> DuePost | None:
        """Take the post that is due now, and move the schedule on to `following`; None where somebody else was faster.

        Until `leased_until` the post is the caller's. After that anybody may take it over who finds it unfinished.
        """
        ...

    async def take_over(self, *, now: datetime, leased_until: datetime) -> Sequence[DuePost]:
        """Claim the posts that were begun and never finished, because their process died."""
        ...

    async def finish(self, post: DuePost, message: MessageRef | None, placings: Sequence[Placing]) -> None:
        """The post stands, with these placings; or, without a message, it never will."""
        ...

    async def last_placings(self, schedule_id: ScheduleId) -> Sequence[Placing] | None:
        """What the schedule's last post that stands showed; None before the first."""
        ...

    async def untold(self) -> Sequence[Schedule]:
        """Those that rest for a reason of which nobody was told yet."""
        ...

    async def keep_told(self, schedule_id: ScheduleId) -> None:
        """Remember that an administrator was told of the pause, or cannot be."""
        ...


class PostStage(Protocol):
    """Where posts are shown."""

    async def post(self, post: DuePost, report: Report) -> MessageRef:
        """Show the report. Tried again, the same post is not shown twice.

        Raises:
            PlaceLost: it can never be shown there.
            PostFailed: another try may help.
        """
        ...

    async def tell(self, schedule: Schedule) -> None:
        """Tell somebody who manages the server why the schedule rests; never raises but `PostFailed`."""
        ...


class Reporter(Protocol):
    """Makes what a post shows."""

    async def report(self, post: DuePost) -> Report:
        """The report of a post, as of now."""
        ...

    async def posted(self, report: Report) -> None:
        """Remember that this was posted, so that others too can say what changed since."""
        ...
