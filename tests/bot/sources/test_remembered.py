"""What a source says of itself is kept, and an old answer is better than none."""

import asyncio

from arena.clients import ArenaError
from bot.sources.remembered import KEPT, Remembered
from tests.support.clock import EagerClock


async def says(answer: str) -> str:
    return answer


async def fails() -> str:
    raise ArenaError("nobody is there")


async def never() -> str:
    await asyncio.Event().wait()
    raise AssertionError


async def test_it_asks_again_when_the_answer_is_old_and_keeps_it_where_the_source_fails() -> None:
    clock = EagerClock()
    remembered = Remembered[str]("Anywhere", "unknown", clock)
    assert await remembered.get(fails) == "unknown"
    assert not remembered.knows()
    assert await remembered.get(lambda: says("one")) == "one"
    assert remembered.knows()
    assert await remembered.get(lambda: says("two")) == "one"
    clock.advance(KEPT.total_seconds())
    assert await remembered.get(fails) == "one"
    assert await remembered.get(lambda: says("two")) == "two"


async def test_whoever_waited_in_vain_gets_what_somebody_else_was_told_meanwhile() -> None:
    """Otherwise it would read "no such model": the list that it was given would not be the list that is known."""
    remembered = Remembered[str]("Anywhere", "unknown", EagerClock())
    waiting = asyncio.create_task(remembered.get(never, within=0.01))
    await asyncio.sleep(0)  # it has begun to wait
    assert await remembered.get(lambda: says("one")) == "one"
    assert await waiting == "one"
