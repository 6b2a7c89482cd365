"""Reading what a member typed for a time of day and a day, and what is refused of it."""

import re
from datetime import time
from typing import Final

from community.errors import Refusal
from community.schedules.rhythm import Rhythm, Weekday, daily, monthly, weekly

_TIME: Final = re.compile(r"([01]?\d|2[0-3])(?:[:.h]([0-5]\d))?")
_DAYS: Final = range(1, 32)


class TimeUnreadable(Refusal):
    """It is no time of day, such as 09:00."""


class DayUnreadable(Refusal):
    """It is no day of the week or of the month, whichever was needed."""


class CannotPostThere(Refusal):
    """The bot may not see the channel or thread, write there or attach files there."""


class SourceUnknown(Refusal):
    """No source of that name has such a board."""


class WorldHasNoTimes(Refusal):
    """The world's board is asked for by time, which no source publishes."""


class EverybodyMentioned(Refusal):
    """The role to mention is the one that all members have."""


class Every:
    """How often posts come, as the command offers it."""

    DAY: Final = "day"
    WEEK: Final = "week"
    MONTH: Final = "month"


def time_typed(text: str) -> time:
    """Such as 9, 09:00 or 18.30.

    Raises:
        TimeUnreadable: it is no time of day.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise TimeUnreadable
    return time(int(match[1]), int(match[2] or 0))


def rhythm_typed(every: str, day: str | None, at: str, zone: str) -> Rhythm:
    """What the options say together; without a day it is Monday, or the first of the month.

    Raises:
        TimeUnreadable, DayUnreadable: what was typed is none.
    """
    if every == Every.DAY:
        return daily(time_typed(at), zone)
    if every == Every.WEEK:
        return weekly(_weekday(day), time_typed(at), zone)
    return monthly(_day_of_month(day), time_typed(at), zone)


def days_like(every: str, typed: str) -> list[str]:
    """Days to choose from, for somebody who is typing one."""
    days = [day.name.capitalize() for day in Weekday] if every == Every.WEEK else [str(day) for day in _DAYS]
    return [day for day in days if day.casefold().startswith(typed.strip().casefold())] if every != Every.DAY else []


def _weekday(text: str | None) -> Weekday:
    if text is None:
        return Weekday.MONDAY
    wanted = text.strip().casefold()
    found = [day for day in Weekday if day.name.casefold().startswith(wanted)]
    if len(found) != 1:
        raise DayUnreadable
    return found[0]


def _day_of_month(text: str | None) -> int:
    if text is None:
        return 1
    if not text.strip().isascii() or not text.strip().isdigit() or int(text) not in _DAYS:
        raise DayUnreadable
    return int(text)
