"""Unfinished work belongs to one living process: each says again and again that it lives, and takes what is left."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from arena.engine.errors import NotSaved

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=10)
"""How long a process counts as living after it said so. After a kill its work rests that long at most."""
RENEW_EVERY: Final = 3.0
"""Seconds between two renewals: two may fail."""


def machine_time() -> datetime:
    """The time that processes have in common. An arena may live by another clock; a lease may not."""
    return datetime.now(UTC)


@asynccontextmanager
async def keep_renewing(renew: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Renew again and again until the block ends; a store that cannot write now is asked the next time."""
    renewing = asyncio.create_task(_renew_for_ever(renew), name="renewing a lease")
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.wait({renewing})


async def _renew_for_ever(renew: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(RENEW_EVERY)
        try:
            await renew()
        except NotSaved:
            log.warning("arena.lease_not_renewed")
        except Exception:
            log.exception("arena.lease_broke")
