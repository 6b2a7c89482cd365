"""Alike questions answered together: when hundreds press on one battle, it need not be read hundreds of times."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Together(Generic[Key, Value]):
    """Loads by key, at most once at a time for each.

    Whoever asks while a load is under way waits for the one after it, with all others who do: so no answer is older
    than its question, as if each had loaded alone. What `load` raises is raised in each of them.
    """

    def __init__(self, load: Callable[[Key], Awaitable[Value]]) -> None:
        self._load = load
        self._running: dict[Key, asyncio.Task[Value]] = {}
        self._next: dict[Key, asyncio.Task[Value]] = {}

    async def get(self, key: Key) -> Value:
        """What `load` says of this key now."""
        task = self._next.get(key)
        if task is None:
            before = self._running.get(key)
            task = asyncio.create_task(self._after(before, key))
            task.add_done_callback(_noticed)
            waiting = self._running if before is None else self._next
            waiting[key] = task
        return await asyncio.shield(task)

    async def _after(self, before: "asyncio.Task[Value] | None", key: Key) -> Value:
        if before is not None:
            await asyncio.wait([before])
            self._running[key] = self._next.pop(key)
        mine = self._running[key]
        try:
            return await self._load(key)
        finally:
            if self._running.get(key) is mine:
                del self._running[key]


def _noticed(task: "asyncio.Task[Any]") -> None:
    """A failure belongs to those who asked; where all of them have left, nobody has to be told."""
    if not task.cancelled():
        task.exception()
