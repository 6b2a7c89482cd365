"""What a source says of itself, asked for anew when it is old."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

import structlog

from arena.clients import ArenaError
from community.clock import Clock

Said = TypeVar("Said")

log = structlog.get_logger(__name__)

KEPT: Final = timedelta(minutes=5)
"""How long it is kept: as long as ModelChorus caches its own lists (reference page, `/models`)."""


WHILE_TYPING: Final = 1.0
"""Seconds that a member's command or typing may wait for it; Discord waits three for an answer."""


class Remembered(Generic[Said]):
    """The last answer to each question. Where the source cannot be asked, that is still it, or `unknown`."""

    def __init__(self, source: str, unknown: Said, clock: Clock) -> None:
        self._source = source
        self._unknown = unknown
        self._clock = clock
        self._said: dict[Hashable, tuple[Said, datetime]] = {}

    def knows(self, *question: Hashable) -> bool:
        """Whether there ever was an answer."""
        return question in self._said

    async def get(
        self, ask: Callable[[], Awaitable[Said]], *question: Hashable, within: float | None = WHILE_TYPING
    ) -> Said:
        """The answer, or the last one where none comes `within` these seconds. Never raises `ArenaError`."""
        now = self._clock.now()
        if question in self._said and now < self._said[question][1]:
            return self._said[question][0]
        try:
            async with asyncio.timeout(within):
                self._said[question] = await ask(), now + KEPT
        except (ArenaError, TimeoutError) as error:
            log.warning("source.says_nothing", source=self._source, error=str(error))
        # Somebody else's question may have been answered while this one waited: `knows` would tell of that answer.
        return self._said[question][0] if question in self._said else self._unknown
