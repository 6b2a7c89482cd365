"""Several processes on one database: what one of them writes, no other does, unless it died."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.arena.api.served import Served, served
from tests.arena.api.test_chats import begin, rested, say
from tests.arena.engine.contestants import Held, Quick

PATIENCE = 20
SHORT = timedelta(seconds=0.5)


@pytest.fixture
def _short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("battles", "chats"):
        monkeypatch.setattr(f"arena.engine.{module}.LEASE", SHORT)
    monkeypatch.setattr("arena.engine.leases.RENEW_EVERY", 0.1)


@asynccontextmanager
async def two_processes(file: Path, first: Held | Quick, second: Held | Quick) -> AsyncIterator[tuple[Served, Served]]:
    """Two arenas on one file, each with its own quartz and one basalt that answers at once."""
    async with (
        served(file, first, Quick("basalt")) as one,
        served(file, second, Quick("basalt"), clock=one.clock) as two,
    ):
        yield one, two


@pytest.mark.usefixtures("_short_leases")
async def test_a_living_process_keeps_its_work_however_long_it_takes(tmp_path: Path) -> None:
    slow, other = Held("quartz"), Quick("quartz")
    async with two_processes(tmp_path / "a.db", slow, other) as (one, two):
        key = await one.key()
        battle_id, chat_id = await one.create(key), await begin(one, key)
        await say(one, chat_id, key)
        await asyncio.sleep(4 * SHORT.total_seconds())  # leases pass in machine time; that is what is tested
        assert not (await two.poll(battle_id, key))["responsesReady"]
        assert other.asked == []
        slow.release.set()
        assert (await two.settled(battle_id, key))["responsesReady"]
        assert (await rested(two, chat_id, key))["messages"][1]["content"] == "Slowly but surely."
        assert other.asked == []


@pytest.mark.usefixtures("_short_leases")
async def test_the_work_of_a_process_that_says_nothing_any_more_goes_to_one_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead, second, third = Held("quartz"), Quick("quartz"), Quick("quartz")
    file = tmp_path / "a.db"
    async with AsyncExitStack() as stack:
        with monkeypatch.context() as patched:
            patched.setattr("arena.engine.leases.RENEW_EVERY", 3600)  # it never speaks again
            one = await stack.enter_async_context(served(file, dead, Quick("basalt")))
            key = await one.key()
            battle_id, chat_id = await one.create(key), await begin(one, key)
            await say(one, chat_id, key)
            async with asyncio.timeout(PATIENCE):
                await dead.began.wait()
        two = await stack.enter_async_context(served(file, second, Quick("basalt"), clock=one.clock))
        three = await stack.enter_async_context(served(file, third, Quick("basalt"), clock=one.clock))
        battle = await two.settled(battle_id, key)
        chat = await rested(three, chat_id, key)
        assert battle["responsesReady"]
        whole = "A first half, and a second one."
        assert chat["messages"][1]["content"] == whole
        assert len(second.asked) + len(third.asked) == 2

        # What the first one finishes now comes too late and changes nothing.
        dead.release.set()
        async with asyncio.timeout(PATIENCE):
            await dead.stopped.wait()
        await asyncio.sleep(0.2)  # nothing is to happen, so there is no event to wait for
        (comparison,) = (await two.poll(battle_id, key))["comparisons"]
        assert {comparison["responseA"], comparison["responseB"]} == {whole}
        assert (await rested(one, chat_id, key))["messages"][1]["content"] == whole


async def test_a_process_that_stops_in_order_leaves_its_work_at_once(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    async with served(file, Held("quartz"), Quick("basalt")) as one:
        key, clock = await one.key(), one.clock
        battle_id, chat_id = await one.create(key), await begin(one, key)
        await say(one, chat_id, key)
    async with served(file, Quick("quartz"), Quick("basalt"), clock=clock) as two:
        assert (await two.settled(battle_id, key))["responsesReady"]
        assert (await rested(two, chat_id, key))["errorCode"] is None


async def test_a_chat_whose_model_is_gone_after_the_restart_ends_in_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    async with served(file, Held("quartz"), Quick("basalt")) as one:
        key, clock = await one.key(), one.clock
        chat_id = await begin(one, key)
        await say(one, chat_id, key)
    async with served(file, Quick("marble"), Quick("basalt"), clock=clock) as two:
        assert (await rested(two, chat_id, key))["errorCode"] == "GENERATION_FAILED"


async def test_the_battle_window_is_one_for_all_processes(tmp_path: Path) -> None:
    async with two_processes(tmp_path / "a.db", Quick("quartz"), Quick("quartz")) as (one, two):
        key = await one.key(battles_per_day=5)
        creations = [
            arena.http.post("/api/v1/battles", json={"prompt": "Why?"}, headers=key) for arena in (one, two) * 6
        ]
        statuses = [answer.status_code for answer in await asyncio.gather(*creations)]
        assert sorted(statuses) == [200] * 5 + [429] * 7


async def test_of_votes_at_two_processes_one_is_taken(tmp_path: Path) -> None:
    async with two_processes(tmp_path / "a.db", Quick("quartz"), Quick("quartz")) as (one, two):
        key = await one.key()
        battle_id = await one.ready_for_vote(key)
        votes = await asyncio.gather(*(arena.vote(battle_id, key) for arena in (one, two) * 4))
        assert sorted(vote.status_code for vote in votes) == [200] + [400] * 7
