"""A clock that another process holds: a test's, so that a deadline of a day can be over in a moment.

It is the sandbox's, and `sandbox.control.clock` says how it is followed. Only addresses on this machine are taken.
"""

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import aiohttp
import structlog

log = structlog.get_logger(__name__)

_RETRY_SECONDS: Final = 1.0


class FollowedClock:
    """Fulfils `community.clock.Clock`. Made by `followed_clock`."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._name = uuid.uuid4().hex
        self._version = 0
        self._base = datetime.min.replace(tzinfo=UTC)
        self._read_at = 0.0
        self._running = False
        self._moved = asyncio.Condition()

    def now(self) -> datetime:
        """The time of the other process, aware and in UTC."""
        passed = time.monotonic() - self._read_at if self._running else 0.0
        return self._base + timedelta(seconds=passed)

    async def sleep(self, seconds: float) -> None:
        """Return once so many seconds have passed there, however they passed."""
        due = self.now() + timedelta(seconds=seconds)
        async with self._moved:
            while (left := (due - self.now()).total_seconds()) > 0:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(left if self._running else None):
                        await self._moved.wait()

    async def read(self) -> None:
        """Ask once; the answer comes when the clock has been moved, at the first time at once.

        Raises:
            aiohttp.ClientError: the other process does not answer, or not as a sandbox does.
        """
        asked = {"follower": self._name, "after": str(self._version)}
        async with self._session.get(self._url, params=asked, raise_for_status=True) as response:
            said: dict[str, Any] = await response.json()
        async with self._moved:
            self._version = said["version"]
            self._base, self._read_at = datetime.fromisoformat(said["now"]), time.monotonic()
            self._running = said["running"]
            self._moved.notify_all()

    async def follow(self) -> None:
        """Ask again and again, until cancelled."""
        while True:
            try:
                await self.read()
            except aiohttp.ClientError as error:
                log.warning("clock.lost", error=str(error))
                await asyncio.sleep(_RETRY_SECONDS)


@asynccontextmanager
async def followed_clock(url: str) -> AsyncIterator[FollowedClock]:
    """The clock at this address, followed until the block ends.

    Raises:
        aiohttp.ClientError: nobody answers there.
    """
    async with aiohttp.ClientSession() as session:
        clock = FollowedClock(session, url)
        await clock.read()
        following = asyncio.create_task(clock.follow(), name="followed clock")
        try:
            yield clock
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
