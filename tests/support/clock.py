"""A clock on which every wait is over at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

START = datetime(2026, 7, 13, 18, 40, tzinfo=UTC)


class EagerClock:
    """Fulfils `community.clock.Clock`: a sleep moves the time instead of waiting for it."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self.slept: list[float] = []
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        """What happens during the next sleep, and no other."""

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass without anybody sleeping."""
        self._now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            await happens()
        self._now += timedelta(seconds=seconds)
        await asyncio.sleep(0)
