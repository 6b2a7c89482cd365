"""Scheduled posts, put together: their store, what they say, where they stand, and who posts them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from cogs.common.pictures import Pictures
from cogs.schedules import DiscordPostStage, ScheduleCommands, ScheduleFace
from community.boards import Boards, World
from community.clock import Clock
from community.schedules.posting import Poster
from community.schedules.reporting import BoardReporter
from storage.community.schedules import SqlScheduleStore
from storage.community.statistics import SqlStatistics
from storage.database import Database


@dataclass(frozen=True, slots=True)
class ScheduleParts:
    """What the bot runs of scheduled posts."""

    face: ScheduleFace
    stage: DiscordPostStage
    poster: Poster

    def commands(self) -> ScheduleCommands:
        """The group below `/manage`."""
        return ScheduleCommands(self.face)

    def start(self) -> "asyncio.Task[None]":
        """Post what is due until the task is cancelled."""
        return asyncio.create_task(self.poster.run(), name="scheduled posts")


def schedule_parts(
    database: Database, clock: Clock, *, boards: Boards, pictures: Pictures, worlds: Mapping[str, World]
) -> ScheduleParts:
    """Scheduled posts on this database. `worlds` are the sources' own boards, by the sources' names."""
    store = SqlScheduleStore(database)
    reporter = BoardReporter(store=store, boards=boards, statistics=SqlStatistics(database), worlds=worlds)
    stage = DiscordPostStage(pictures)
    return ScheduleParts(
        face=ScheduleFace(
            store=store, reporter=reporter, boards=boards, worlds=worlds.keys(), pictures=pictures, clock=clock
        ),
        stage=stage,
        poster=Poster(store=store, reporter=reporter, stage=stage, clock=clock),
    )
