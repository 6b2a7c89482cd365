"""The world's time for tests, and for a bot in another process that lives by the same clock.

A follower asks GET /sandbox/control/clock?follower=NAME&after=VERSION again and again. The answer comes when the clock
has been moved since that version, at the latest after some seconds: {"version", "now", "running"}. By asking with a
version a follower says that it lives by it, so `advance` can wait until every follower has come along.
"""

import asyncio
import contextlib
from typing import Any

from sandbox.clock import Clock

Json = dict[str, Any]

_POLL_SECONDS = 20.0
_FOLLOW_SECONDS = 2.0


class ClockControl:
    """Moves the clock, and brings those along who follow it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._version = 1
        self._followers: dict[str, int] = {}
        self._moved = asyncio.Condition()
        self._closed = False

    async def advance(self, seconds: float) -> None:
        """Let the clock jump, on or back, and wait until every follower lives by it; who stays silent is forgotten."""
        self._clock.advance(seconds)
        self._version += 1
        target = self._version
        async with self._moved:
            self._moved.notify_all()
            try:
                async with asyncio.timeout(_FOLLOW_SECONDS):
                    await self._moved.wait_for(lambda: all(seen >= target for seen in self._followers.values()))
            except TimeoutError:
                self._followers = {name: seen for name, seen in self._followers.items() if seen >= target}

    async def follow(self, follower: str, after: int) -> Json:
        """What the clock says, as soon as it has been moved since the version `after`."""
        async with self._moved:
            self._followers[follower] = after
            self._moved.notify_all()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._moved.wait_for(lambda: self._closed or self._version > after)
        return {"version": self._version, "now": self._clock.now().isoformat(), "running": self._clock.running}

    async def close(self) -> None:
        """Answer everybody who waits: the sandbox ends."""
        self._closed = True
        async with self._moved:
            self._moved.notify_all()
