"""Writing down what nobody else knows."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog

from community.clock import Clock
from community.errors import StoreUnavailable

Kept = TypeVar("Kept")

log = structlog.get_logger(__name__)

MAX_PAUSE: Final = 60.0
"""Longest pause in seconds between two tries."""


async def until_kept(write: Callable[[], Awaitable[Kept]], *, clock: Clock, **about: object) -> Kept:
    """Try until it is written: a database that is locked now may not be in a second. `about` stands in the log."""
    pause = 1.0
    while True:
        try:
            return await write()
        except StoreUnavailable as error:
            log.warning("store.not_kept", error=str(error), **about)
        await clock.sleep(pause)
        pause = min(pause * 2, MAX_PAUSE)
