"""Turns work that tells of itself into a stream that can be followed, and that stops the work when it is closed."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

from arena.engine.fights.values import Emit
from arena.wire.concurred import Event


async def followed(work: Callable[[Emit], Awaitable[None]]) -> AsyncGenerator[Event, None]:
    """What the work emits, as it does. Closing the generator cancels the work and waits until it has stopped."""
    told: asyncio.Queue[Event | None] = asyncio.Queue()

    async def worked() -> None:
        try:
            await work(told.put_nowait)
        finally:
            told.put_nowait(None)

    task = asyncio.create_task(worked())
    try:
        while (event := await told.get()) is not None:
            yield event
        await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
