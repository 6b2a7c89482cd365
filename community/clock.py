"""Time as a parameter."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, and a wait that a test can shorten."""

    def now(self) -> datetime:
        """The current time, aware and in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after this many seconds of this clock."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The current time, aware and in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Return after this many seconds."""
        await asyncio.sleep(seconds)
