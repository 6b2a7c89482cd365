"""What is refused of schedules, and how a post can fail.

Refusal (community.errors)
├── ZoneUnknown          no such time zone
├── RhythmRefused        no times that posts could follow
│   ├── RhythmUnreadable not five fields of cron
│   ├── RhythmNeverComes its times do not exist
│   └── RhythmTooOften   more than once an hour
├── TooManySchedules     the guild has as many as it may
└── ScheduleNotFound     no such schedule in this guild

PlaceLost                a post can never be shown where it was ordered
PostFailed               a post was not shown, and another try may help
"""

from community.errors import Refusal
from community.schedules.pause import Pause


class ZoneUnknown(Refusal):
    """There is no time zone of that name.

    Attributes:
        zone: what was given.
    """

    def __init__(self, zone: str) -> None:
        super().__init__(f"no time zone {zone!r}")
        self.zone = zone


class RhythmRefused(Refusal):
    """Posts cannot follow this.

    Attributes:
        cron: what was given.
    """

    def __init__(self, cron: str) -> None:
        super().__init__(f"{type(self).__name__}: {cron!r}")
        self.cron = cron


class RhythmUnreadable(RhythmRefused):
    """It is not five fields of cron."""


class RhythmNeverComes(RhythmRefused):
    """Its times do not exist, such as 30 February."""


class RhythmTooOften(RhythmRefused):
    """It comes more than once an hour."""


class TooManySchedules(Refusal):
    """The guild has as many schedules as it may.

    Attributes:
        limit: how many that are.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(f"no more than {limit} schedules")
        self.limit = limit


class ScheduleNotFound(Refusal):
    """There is no such schedule in this guild."""


class PlaceLost(Exception):  # noqa: N818 - reads as what happened
    """A post can never be shown where it was ordered.

    Attributes:
        pause: why, as the schedule keeps it.
    """

    def __init__(self, pause: Pause) -> None:
        super().__init__(f"a post cannot be shown: {pause}")
        self.pause = pause


class PostFailed(Exception):  # noqa: N818 - reads as what happened
    """A post, or word of a pause, was not shown, and another try may help."""
