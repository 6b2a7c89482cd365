"""Alike questions are answered together, and no answer is older than its question."""

import asyncio

import pytest

from storage.together import Together


class Source:
    """Says how often it has been asked; answers when it is let."""

    def __init__(self) -> None:
        self.loads = 0
        self.let_go = asyncio.Event()
        self.fails = False

    async def load(self, key: str) -> str:
        self.loads += 1
        said = f"{key} {self.loads}"
        await self.let_go.wait()
        if self.fails:
            raise LookupError(said)
        return said


async def begun() -> None:
    """Let what was asked begin."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_whoever_asks_during_a_load_waits_for_the_next_one_with_all_others() -> None:
    source = Source()
    together = Together(source.load)
    first = asyncio.create_task(together.get("a"))
    await begun()
    later = [asyncio.create_task(together.get("a")) for _ in range(50)]
    await begun()
    assert source.loads == 1
    source.let_go.set()
    assert await first == "a 1"
    assert set(await asyncio.gather(*later)) == {"a 2"}
    assert await together.get("a") == "a 3"


async def test_keys_do_not_wait_for_each_other() -> None:
    source = Source()
    together = Together(source.load)
    asking = [asyncio.create_task(together.get(key)) for key in "ab"]
    await begun()
    assert source.loads == 2
    source.let_go.set()
    assert await asyncio.gather(*asking) == ["a 1", "b 2"]


async def test_a_failure_is_raised_in_each_who_asked_and_in_nobody_later() -> None:
    source = Source()
    source.fails = True
    together = Together(source.load)
    asking = [asyncio.create_task(together.get("a")) for _ in range(3)]
    await begun()
    source.let_go.set()
    outcomes = await asyncio.gather(*asking, return_exceptions=True)
    assert all(isinstance(outcome, LookupError) for outcome in outcomes)
    source.fails = False
    assert (await together.get("a")).startswith("a ")


async def test_whoever_leaves_takes_the_answer_from_nobody() -> None:
    source = Source()
    together = Together(source.load)
    first, leaving, staying = (asyncio.create_task(together.get("a")) for _ in range(3))
    await begun()
    first.cancel()
    leaving.cancel()
    source.let_go.set()
    for gone in (first, leaving):
        with pytest.raises(asyncio.CancelledError):
            await gone
    assert await staying == "a 2"
