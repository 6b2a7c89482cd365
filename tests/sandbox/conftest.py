from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

import sandbox
from sandbox import ManualClock, Sandbox
from tests.sandbox.wire import Rest, calling


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 1, 12, tzinfo=UTC))


async def running_sandbox() -> AsyncIterator[Sandbox]:
    async with sandbox.run() as running:
        yield running


async def standing_sandbox(clock: ManualClock) -> AsyncIterator[Sandbox]:
    """A sandbox whose time moves only by hand."""
    async with sandbox.run(clock=clock) as running:
        yield running


async def calling_sandbox(server: Sandbox) -> AsyncIterator[Rest]:
    async with calling(server) as call:
        yield call


server = pytest.fixture(name="server")(running_sandbox)
standing = pytest.fixture(name="standing")(standing_sandbox)
rest = pytest.fixture(name="rest")(calling_sandbox)
