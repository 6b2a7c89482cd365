from collections.abc import AsyncIterator

import pytest_asyncio

from arena.clients import ConcurredClient
from tests.arena.clients.concurred.streaming import concurred_of
from tests.arena.clients.foreign import ForeignArena


@pytest_asyncio.fixture(loop_scope="module")
async def concurred(served: tuple[ForeignArena, str], arena: ForeignArena) -> AsyncIterator[ConcurredClient]:  # noqa: ARG001 - cleared first
    async with concurred_of(served[1]) as client:
        yield client
