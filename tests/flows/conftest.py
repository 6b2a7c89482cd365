"""One place a module, where its tests do not kill the bot."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.flows.blindness import logs_keep_quiet, stays_blind
from tests.flows.places import Place, place
from tests.support.patience import PATIENCE
from tests.support.scripted_arena import KEY


@pytest.fixture(scope="module")
def acknowledge_seconds() -> float:
    """How long Discord waits for a first response."""
    return PATIENCE


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory, acknowledge_seconds: float) -> AsyncIterator[Place]:
    """The place. What holds for every flow is checked when all of them are through."""
    async with place(tmp_path_factory.mktemp("place"), acknowledge_seconds=acknowledge_seconds) as opened:
        yield opened
        stays_blind(opened)
        logs_keep_quiet(opened.bot, [KEY, *opened.arena.battles])
        await opened.ledger.balances(opened.arena.created)
