"""Unfinished work belongs to one living process: each says again and again that it lives, and takes what is left."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import structlog

from arena.engine.errors import NotSaved

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=10)
"""How long a process counts as living after it said so. After a kill its work rests that long at most."""
RENEW_EVERY: Final = 3.0
"""Seconds between two renewals: two may fail."""


async def keep_renewing(renew: Callable[[], Awaitable[None]]) -> None:
    """Renew for ever; a store that cannot write now is asked again next time."""
    while True:
        await asyncio.sleep(RENEW_EVERY)
        try:
            await renew()
        except NotSaved:
            log.warning("arena.lease_not_renewed")
        except Exception:
            log.exception("arena.lease_broke")
