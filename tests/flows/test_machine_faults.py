"""The bot's own machine: a database that another process holds, and a process that is told to stop."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from community.quotas import ChargeState
from sandbox.rules.limits import ACKNOWLEDGE_SECONDS
from tests.flows.places import Place, place
from tests.support.members import members, text_of
from tests.support.scripted_arena import HANG, Script

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def acknowledge_seconds() -> float:
    """As Discord has it, for some of these tests are about it."""
    return ACKNOWLEDGE_SECONDS


STOP_WITHIN = 10
"""Seconds after which `docker stop` kills what has not ended."""


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process writes, and does not come to an end."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


async def test_a_vote_that_cannot_be_kept_says_so_in_time_and_the_next_one_counts(here: Place) -> None:
    """Also of the one that queues behind another, which waits for the lock in vain."""
    async with here.flow("locked", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        battle = await here.ledger.battle(flow.upstream.prompt)
        with locked(here.bot.database):
            told = await asyncio.gather(ada.press("Vote A"), grace.press("Vote B"))
            for page in told:
                assert "Not counted" in text_of(page)
                assert "Please vote again." in text_of(page)
        assert (ada.unanswered, grace.unanswered) == (0, 0)
        assert await here.ledger.ballots(battle) == {}

        assert "Counted." in text_of(await ada.press("Vote A"))
        assert await here.ledger.ballots(battle) == {int(ada.person.id): "A"}


async def test_a_start_that_cannot_be_kept_uses_nothing_and_sends_nothing(here: Place) -> None:
    upstream = here.arena.expect("Is the database there?")
    async with members(here.discord, "no start", "Ada") as (ada,):
        with locked(here.bot.database):
            await ada.start(upstream.prompt)
            assert "Something went wrong here" in text_of(await ada.told())
        assert await here.ledger.battles(upstream.prompt) == []
        assert upstream.asked["create"] == 0
        await ada.start(upstream.prompt)
        await ada.sees("Which answer is better?")


async def test_what_the_arena_answers_while_the_database_is_locked_is_kept_afterwards(here: Place) -> None:
    async with here.flow("kept later") as flow:
        release = flow.upstream.hold()
        await flow.start()
        await here.arena.until(lambda: flow.upstream.asked["create"] == 1)
        with locked(here.bot.database):
            release.set()
            await here.bot.logged("store.not_kept")
        await flow.starter.sees("Which answer is better?")
    battle = await here.ledger.battle(flow.upstream.prompt)
    assert await here.ledger.charge(battle) is ChargeState.SPENT
    assert flow.upstream.asked["create"] == 1


async def test_told_to_stop_the_bot_ends_in_order_and_goes_on_later(tmp_path: Path) -> None:
    async with place(tmp_path) as there:
        async with (
            there.flow("creating", Script(creations=[HANG])) as creating,
            there.flow("answering", Script(ready=False)) as answering,
            there.flow("closing", Script(votes=[HANG])) as closing,
        ):
            await closing.open()
            await closing.starter.press("Vote A")
            await closing.close()
            await creating.start()
            await answering.start()
            await there.arena.until(
                lambda: (
                    min(creating.upstream.asked["create"], answering.upstream.asked["poll"]) > 0
                    and closing.upstream.asked["vote"] > 0
                )
            )
            begun = asyncio.get_running_loop().time()
            assert await there.bot.stop() == 0
            assert asyncio.get_running_loop().time() - begun < STOP_WITHIN
            assert not [line for line in there.bot.log if line.get("level") in {"error", "critical"}]

            answering.upstream.script.ready = True
            await there.bot.start()
            await creating.starter.sees("No clear answer came")
            await answering.starter.sees("Which answer is better?")
            await closing.starter.sees("A wins")
        assert closing.upstream.votes == ["A"]
        assert await there.ledger.charge(await there.ledger.battle(creating.upstream.prompt)) is ChargeState.UNKNOWN
        await there.ledger.balances(there.arena.created)
