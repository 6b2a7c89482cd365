"""How many requests an endpoint of Concurred still takes: it says so itself, in the headers of every answer."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import inf, isfinite
from typing import Final

LONGEST_PAUSE_SECONDS: Final = 60.0
"""Limits are per minute (Concurred's documentation, "Rate limits"): a reset farther away is a wrong clock."""


class AnnouncedBudget:
    """Waits where `X-RateLimit-Remaining` is used up until `X-RateLimit-Reset`. Before the first answer all may go."""

    def __init__(self) -> None:
        self._limit = inf
        self._remaining = inf
        self._reset = ""
        self._reset_at = 0.0

    async def acquire(self) -> None:
        """Wait until one more request may go out, and count it."""
        now = asyncio.get_running_loop().time
        while self._remaining < 1:
            if (wait := self._reset_at - now()) > 0:
                await asyncio.sleep(wait)
            else:
                self._remaining = self._limit
        self._remaining -= 1

    def observe(self, headers: Mapping[str, str], now: datetime) -> None:
        """Take over what an answer says. Headers that are missing or cannot be read say nothing."""
        remaining, reset = _number(headers, "x-ratelimit-remaining"), _number(headers, "x-ratelimit-reset")
        if remaining is None or reset is None:
            return
        # By the server's clock where it shows one: only the difference counts, not whose clock is right.
        wait = min(max(reset - _date(headers, now).timestamp(), 0.0), LONGEST_PAUSE_SECONDS)
        written = headers["x-ratelimit-reset"]
        # Answers come in any order: within one window the lowest number is the latest.
        self._remaining = min(self._remaining, remaining) if written == self._reset else remaining
        self._limit = max(_number(headers, "x-ratelimit-limit") or 1.0, 1.0)
        self._reset, self._reset_at = written, asyncio.get_running_loop().time() + wait


def _number(headers: Mapping[str, str], name: str) -> float | None:
    with suppress(ValueError):
        number = float(headers.get(name, ""))
        return number if isfinite(number) else None
    return None


def _date(headers: Mapping[str, str], now: datetime) -> datetime:
    with suppress(ValueError, OverflowError):
        date = parsedate_to_datetime(headers.get("date", ""))
        return date if date.tzinfo else now
    return now
