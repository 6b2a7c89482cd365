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
        said, until = self._said.get(question, (self._unknown, None))
        now = self._clock.now()
        if until is not None and now < until:
            return said
        try:
            async with asyncio.timeout(within):
                said = await ask()
        except (ArenaError, TimeoutError) as error:
            log.warning("source.says_nothing", source=self._source, error=str(error))
            return said
        self._said[question] = said, now + KEPT
        return said
