"""Answers that are good for a while: made once, kept as bytes, and served to everybody who asks the same."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVarTuple, Unpack

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from arena.engine.values import Clock
from arena.wire import dump

Asked = TypeVarTuple("Asked")

_MOST: Final = 1_000
"""Answers kept at once. Strangers choose the parameters, so there has to be an end."""


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes
    made_at: datetime
    until: datetime


class AnswerCache:
    """Keeps answers in the memory of this process. Of many who ask the same at once, one has it made.

    A refusal is not kept. What is asked is a function and its arguments, all of which can be hashed.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[Hashable, _Kept] = {}
        self._making: dict[Hashable, asyncio.Task[_Kept]] = {}

    async def answer(
        self, seconds: int, make: Callable[[Unpack[Asked]], Awaitable[BaseModel]], *asked: *Asked
    ) -> Response:
        """The body that `make` gives for what was asked, at most so many seconds old.

        Its headers let others keep it for as long as is left.
        """
        key = (make, *asked)
        kept = self._kept.get(key)
        if kept is None or kept.until <= self._clock():
            kept = await self._made(key, timedelta(seconds=seconds), lambda: make(*asked))
        age = int((self._clock() - kept.made_at).total_seconds())
        headers = {"Cache-Control": f"public, max-age={seconds}", "Age": str(age)}
        return Response(kept.content, media_type="application/json", headers=headers)

    async def _made(self, key: Hashable, good_for: timedelta, make: Callable[[], Awaitable[BaseModel]]) -> _Kept:
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(self._make(key, good_for, make))
            task.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(task)  # one caller's hanging up is not the others'

    async def _make(self, key: Hashable, good_for: timedelta, make: Callable[[], Awaitable[BaseModel]]) -> _Kept:
        made_at = self._clock()  # what is read after this moment may be older than what is kept then, never newer
        content = bytes(JSONResponse(dump(await make())).body)
        kept = _Kept(content, made_at, made_at + good_for)
        self._kept.pop(key, None)
        self._kept[key] = kept
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        return kept
