"""Scheduled posts: what a server's managers ordered, and what became of each post."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from community.boards.values import Filters, Picture
from community.schedules.pause import Pause
from community.schedules.rhythm import Rhythm

ScheduleId = NewType("ScheduleId", int)

MOST_SCHEDULES: Final = 10
"""Schedules of one guild."""


class Topic(StrEnum):
    """Which board is posted."""

    SERVER = "server"
    """This server's own."""
    WORLD = "world"
    """Everybody's, as the source has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is posted, where and when. `role_id` is the one role that a post mentions, None for none.

    A world board has no periods: of its `filters`, that one is always `ALWAYS`.
    """

    guild_id: int
    channel_id: int
    topic: Topic
    filters: Filters
    rhythm: Rhythm
    picture: Picture = Picture.DARK
    role_id: int | None = None
    ordered_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """An order that is kept. `next_at` is when its next post is due, also while it rests."""

    id: ScheduleId
    order: Order
    created_at: datetime
    next_at: datetime
    pause: Pause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePost:
    """One post of a schedule, claimed by whoever holds this.

    `due_at` is what it was due at, however late it is now; `schedule.next_at` is already what comes after it. `again`
    says that somebody claimed it before, who may have shown it.
    """

    schedule: Schedule
    due_at: datetime
    again: bool = False

    @property
    def nonce(self) -> str:
        """The same for each try of this post, so that Discord sends it once within minutes; at most 25 characters."""
        return f"s{self.schedule.id}:{int(self.due_at.timestamp())}"


@dataclass(frozen=True, slots=True)
class Placing:
    """A model's place on the board as it was posted. `rank` counts from 1."""

    model: str
    rank: int
