from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

import sandbox
from sandbox import ManualClock, Sandbox
from tests.sandbox.wire import Rest, calling


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
async def server() -> AsyncIterator[Sandbox]:
    async with sandbox.run() as running:
        yield running


@pytest.fixture
async def standing(clock: ManualClock) -> AsyncIterator[Sandbox]:
    """A sandbox whose time moves only by hand."""
    async with sandbox.run(clock=clock) as running:
        yield running


@pytest.fixture
async def rest(server: Sandbox) -> AsyncIterator[Rest]:
    async with calling(server) as call:
        yield call
