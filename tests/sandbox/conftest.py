from collections.abc import AsyncIterator

import pytest

import sandbox
from sandbox import Sandbox


@pytest.fixture
async def server() -> AsyncIterator[Sandbox]:
    async with sandbox.run() as running:
        yield running
