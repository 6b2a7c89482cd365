from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import stamina

from arena.clients import ModelChorusClient
from tests.arena.clients.foreign import ForeignArena, client_of
from tests.support.serving import serve


@pytest.fixture(autouse=True)
def _no_waiting_between_attempts() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[tuple[ForeignArena, str]]:
    """Served once a module: stopping a server takes longer than a test."""
    arena = ForeignArena()
    async with serve(arena) as base_url:
        yield arena, base_url


@pytest.fixture
def arena(served: tuple[ForeignArena, str]) -> ForeignArena:
    arena, _ = served
    arena.script.clear()
    arena.received.clear()
    return arena


@pytest_asyncio.fixture(loop_scope="module")
async def client(served: tuple[ForeignArena, str], arena: ForeignArena) -> AsyncIterator[ModelChorusClient]:  # noqa: ARG001 - cleared first
    async with client_of(served[1]) as client:
        yield client
