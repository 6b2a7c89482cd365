"""Reads an event stream to its end, and says when it ended before that."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from enum import IntEnum, auto
from typing import TypeVar

import httpx
from httpx_sse import EventSource, ServerSentEvent
from pydantic import BaseModel, TypeAdapter, ValidationError

from arena.clients.answers import excerpt, first_problem
from arena.clients.errors import ArenaCut, ArenaMalformed
from arena.clients.session import Session
from arena.wire.concurred import DONE, AgentComplete, CompletionChunk, ErrorEvent, LegacyItem, SessionComplete

Item = TypeVar("Item")


class Stage(IntEnum):
    """How far a stream is after an item."""

    GOES_ON = auto()
    MAY_END = auto()
    ENDS = auto()


def stages(*, answers: int | None) -> Callable[[LegacyItem], Stage]:
    """How far a stream is, item by item: it ends with `session_complete`.

    A stream of `answers` answers may also just stop after the last one, because no page says how it ends; a fight
    (None) may not. An answer that failed counts.
    """
    finished: set[str] = set()

    def stage(item: LegacyItem) -> Stage:
        match item:
            case SessionComplete():
                return Stage.ENDS
            case CompletionChunk(finish_reason=str()):
                return Stage.MAY_END
            case AgentComplete(agent=str(agent)) | ErrorEvent(agent=str(agent)):
                finished.add(agent)
        return Stage.GOES_ON if answers is None or len(finished) < answers else Stage.MAY_END

    return stage


async def items(
    session: Session,
    path: str,
    request: BaseModel,
    kind: TypeAdapter[Item],
    stage_of: Callable[[Item], Stage],
    *,
    mark_ends: bool = False,
) -> AsyncGenerator[Item, None]:
    """What a stream brings, in order. Closing the iterator closes the connection at once.

    With `mark_ends`, `[DONE]` is a whole end whatever came before.

    Raises:
        ArenaError: no stream was opened.
        ArenaCut: the stream stopped before its end.
        ArenaMalformed: an event cannot be read; its number and its type stand in the text.
    """
    deadline = asyncio.get_running_loop().time() + session.deadline
    count, stage = 0, Stage.GOES_ON
    async with session.stream(path, request, deadline) as response:
        response.encoding = "utf-8-sig"  # an event stream is UTF-8 whatever its header says, and may begin with a mark
        async with aclosing(EventSource(response).aiter_sse()) as events:
            while stage is not Stage.ENDS:
                try:
                    text = await _next(events, deadline)
                except (httpx.RequestError, TimeoutError) as failure:
                    if stage is Stage.MAY_END:
                        return
                    message = f"the stream broke off after {count} events: {type(failure).__name__}"
                    raise ArenaCut(message, events=count) from failure
                if text == DONE and mark_ends:
                    return
                if text in {DONE, None}:
                    break
                count += 1
                item = _read(text, kind, response, count)
                stage = max(stage, stage_of(item))
                yield item
    if stage is Stage.GOES_ON:
        raise ArenaCut(f"the stream ended after {count} events, before its end", events=count)


async def _next(events: AsyncGenerator[ServerSentEvent, None], deadline: float) -> str | None:
    """The data of the next event that has some, None at the end of the stream."""
    # Not around a yield: a time-out must never strike while the caller holds an event.
    async with asyncio.timeout_at(deadline):
        async for event in events:
            if event.data:
                return event.data
    return None


def _read(text: str, kind: TypeAdapter[Item], response: httpx.Response, number: int) -> Item:
    try:
        return kind.validate_json(text)
    except ValidationError as broken:
        raise ArenaMalformed(
            f"event {number} cannot be read: {first_problem(broken)}", excerpt=excerpt(response, text)
        ) from broken
