"""Answers that are good for a while: made once, kept as bytes, and served to everybody who asks the same."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeVarTuple, Unpack

import structlog
from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from arena.engine.errors import NotRated
from arena.engine.values import Clock
from arena.wire import dump

log = structlog.get_logger(__name__)
Asked = TypeVarTuple("Asked")

_MOST: Final = 1_000
"""Answers kept at once. Strangers choose the parameters, so there has to be an end."""


@dataclass(frozen=True, slots=True)
class _Kept:
    key: Hashable
    content: bytes
    made_at: datetime
    good_for: timedelta
    until: datetime


class _Answer(Response):
    """A kept answer on its way out, which still knows what it is kept under."""

    def __init__(self, kept: _Kept, now: datetime) -> None:
        seconds = int(kept.good_for.total_seconds())
        age = int((now - kept.made_at).total_seconds())
        headers = {"Cache-Control": f"public, max-age={seconds}", "Age": str(age)}
        super().__init__(kept.content, media_type="application/json", headers=headers)
        self.key = kept.key


class AnswerCache:
    """Keeps answers in the memory of this process. Of many who ask the same at once, one has it made.

    A refusal is not kept. What is asked is a function and its arguments, all of which can be hashed. Where a board
    cannot be rated, the last one is served on: its Age tells how old it is, and that nobody else should keep it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[Hashable, _Kept] = {}
        self._keys: dict[Hashable, Hashable] = {}
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
        return _Answer(kept, self._clock())

    def known(self, request: Request) -> Response | None:
        """The answer to a request that was answered from here before, to the letter, while that is good."""
        kept = self._kept.get(self._keys.get(_letters(request)))
        now = self._clock()
        return None if kept is None or kept.until <= now else _Answer(kept, now)

    def note(self, request: Request, answer: Response) -> None:
        """Remember what a request came to, so that `known` finds it without looking at its parameters."""
        if isinstance(answer, _Answer):
            if len(self._keys) >= _MOST:
                self._keys.clear()
            self._keys[_letters(request)] = answer.key

    async def _made(self, key: Hashable, good_for: timedelta, make: Callable[[], Awaitable[BaseModel]]) -> _Kept:
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(self._make(key, good_for, make))
            task.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(task)  # one caller's hanging up is not the others'

    async def _make(self, key: Hashable, good_for: timedelta, make: Callable[[], Awaitable[BaseModel]]) -> _Kept:
        made_at = self._clock()  # what is read after this moment may be older than what is kept then, never newer
        last = self._kept.get(key)
        try:
            content = bytes(JSONResponse(dump(await make())).body)
            kept = _Kept(key, content, made_at, good_for, until=made_at + good_for)
        except NotRated:
            if last is None:
                raise
            log.exception("board.not_rated", shown_from=last.made_at.isoformat())
            kept = replace(last, until=made_at + good_for)  # a fit in vain takes seconds: not once a request
        self._kept.pop(key, None)
        self._kept[key] = kept
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        return kept


def _letters(request: Request) -> Hashable:
    """All of a request that an answer may depend on."""
    scope = request.scope
    return scope["scheme"], request.headers.get("host"), scope["raw_path"], scope["query_string"]
