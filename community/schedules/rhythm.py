"""When scheduled posts are due: five fields of cron in a time zone, and what may not be one.

Summer time: what would fall into the hour that is skipped comes right after it, and the hour that comes twice counts
once. `cronsim` does it like Debian's cron.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from community.schedules.errors import RhythmNeverComes, RhythmTooOften, RhythmUnreadable, ZoneUnknown

_FIELDS: Final = 5
_EVERY: Final = "*"


class Weekday(StrEnum):
    """A day of the week, as cron writes it."""

    MONDAY = "MON"
    TUESDAY = "TUE"
    WEDNESDAY = "WED"
    THURSDAY = "THU"
    FRIDAY = "FRI"
    SATURDAY = "SAT"
    SUNDAY = "SUN"


LAST_DAY: Final = "L"
"""Cron's word for the last day of a month, whichever it is."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Times by the five fields of `cron` (minute, hour, day of the month, month, day of the week), told in `zone`."""

    cron: str
    zone: str

    def following(self, after: datetime) -> datetime:
        """The first time later than `after`, both in UTC.

        Raises:
            ZoneUnknown: the zone's rules are not known (any more).
            RhythmNeverComes: there is no such time.
        """
        return next(self._from(after))

    def preceding(self, before: datetime) -> datetime:
        """The last time earlier than `before`; errors as for `following`."""
        return next(self._from(before, backwards=True))

    def coming(self, after: datetime, count: int) -> list[datetime]:
        """The first `count` times later than `after`; errors as for `following`."""
        return list(islice(self._from(after), count))

    @property
    def in_words(self) -> str:
        """Such as "At 09:00 on Monday"."""
        return CronSim(self.cron, datetime(2026, 1, 1, tzinfo=UTC)).explain()

    def _from(self, start: datetime, *, backwards: bool = False) -> Iterator[datetime]:
        try:
            for moment in CronSim(self.cron, start.astimezone(zone_called(self.zone)), reverse=backwards):
                yield moment.astimezone(UTC)
        except CronSimError as error:
            raise RhythmNeverComes(self.cron) from error
        raise RhythmNeverComes(self.cron)


def daily(at: time, zone: str) -> Rhythm:
    """Every day at that time."""
    return Rhythm(f"{at.minute} {at.hour} * * *", zone)


def weekly(day: Weekday, at: time, zone: str) -> Rhythm:
    """Every week on that day at that time."""
    return Rhythm(f"{at.minute} {at.hour} * * {day}", zone)


def monthly(day: int, at: time, zone: str) -> Rhythm:
    """Every month on that day at that time; from the 29th on, the last day, so that no month is left out."""
    shortest_month = 28
    return Rhythm(f"{at.minute} {at.hour} {day if day <= shortest_month else LAST_DAY} * *", zone)


def checked(cron: str, zone: str) -> Rhythm:
    """A rhythm that somebody wrote by hand.

    Raises:
        ZoneUnknown: there is no such zone.
        RhythmUnreadable: it is not five fields of cron.
        RhythmNeverComes: its times do not exist, such as 30 February.
        RhythmTooOften: it comes more than once an hour.
    """
    zone_called(zone)
    fields = cron.split()
    if len(fields) != _FIELDS:
        raise RhythmUnreadable(cron)
    minute, hour, day, month, weekday = fields
    start = datetime(2026, 1, 1, tzinfo=UTC)
    try:
        # Read without the month first: only together with it can a readable day be one that no month has.
        parsed = CronSim(f"{minute} {hour} {day} {_EVERY} {weekday}", start)
        CronSim(f"{minute} {hour} {_EVERY} {month} {weekday}", start)
    except CronSimError as error:
        raise RhythmUnreadable(cron) from error
    if len(parsed.minutes) > 1:
        raise RhythmTooOften(cron)
    rhythm = Rhythm(" ".join(fields).upper(), zone)
    rhythm.following(start)
    return rhythm


def zone_called(name: str) -> ZoneInfo:
    """The zone; former names of a zone stay good.

    Raises:
        ZoneUnknown: there is no such zone.
    """
    # The set is asked first: a name is a path to zoneinfo, and not everything below it is a zone.
    if name not in ZONES:
        raise ZoneUnknown(name)
    return ZoneInfo(name)


ZONES: Final = frozenset(available_timezones())
"""All names of zones that this machine and the package `tzdata` know."""


def zones_like(typed: str, limit: int) -> list[str]:
    """Names of zones for somebody who is typing one: those that begin with it, also behind a slash, come first."""
    wanted = typed.strip().replace(" ", "_").casefold()
    found = [zone for zone in ZONES if wanted in zone.casefold()]

    def place(zone: str) -> tuple[bool, bool, str]:
        name = zone.casefold()
        begins = name.startswith(wanted) or any(part.startswith(wanted) for part in name.split("/"))
        return not begins, "/" not in zone, zone

    return sorted(found, key=place)[:limit]
