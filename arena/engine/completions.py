"""One answer of one model to a conversation that the caller keeps: OpenAI's chat completions."""

import asyncio
import math
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final, Literal, cast

import structlog

from arena.engine.callers_tools import Toolbox, call_id_of, calls_of
from arena.engine.errors import BadRequest, ModelUnavailable
from arena.engine.fights.lineup import writer
from arena.engine.outside import Outside
from arena.engine.roster import Roster
from arena.engine.values import Clock
from arena.engine.vision import Eyes
from arena.engine.writing import ANSWER_LIMIT
from arena.wire import (
    ChatMessage,
    Chunk,
    GenerationError,
    ModelUnreachable,
    Picture,
    TextModel,
    Wishes,
    adjusts,
    calls_tools,
)
from arena.wire.concurred import CompletionMessage, CompletionRequest, TextPart

log = structlog.get_logger(__name__)

MOST_RETRIES: Final = 3
"""Retries of one model; a request may ask for fewer."""
_ROLES: Final[dict[str, Literal["system", "user", "assistant", "tool"]]] = {
    "developer": "system",
    "system": "system",
    "assistant": "assistant",
    "tool": "tool",
}
"""A developer's messages are what newer models call a system's."""


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer that has begun. Closing `chunks` stops the model."""

    id: str
    model: str
    created: int
    chunks: AsyncGenerator[Chunk, None]


class Completions:
    """Has models answer."""

    def __init__(self, roster: Roster, outside: Outside, clock: Clock) -> None:
        self._roster = roster
        self._eyes = Eyes(outside.pictures, roster.writers.values())
        self._clock = clock

    async def begin(self, request: CompletionRequest) -> Answering:
        """An answer whose first piece is there: of the model, or of the first fallback that answers.

        Raises:
            UnknownModel: one of the models is none of this arena's writers.
            BadRequest: something is asked for that there is not here, or an image cannot be had.
            ModelUnavailable: none of the models began to answer.
        """
        wishes = _wishes(request)
        models = [writer(name, self._roster) for name in (request.model, *(request.fallback or ()))]
        models = [model.adjusted(wishes) if adjusts(model) else model for model in models]
        toolbox = Toolbox.of(request)
        _check(request, toolbox, models)
        seconds = min(math.inf if request.timeout is None else request.timeout / 1000, ANSWER_LIMIT.total_seconds())
        for model in models:
            conversation = [await self._shown(message, model) for message in request.messages]
            for _ in range(1 + min(request.retries or 0, MOST_RETRIES)):
                deadline = asyncio.get_running_loop().time() + seconds
                chunks = _answer(model, conversation, toolbox, deadline)
                try:
                    first = await anext(chunks, Chunk())
                except (GenerationError, TimeoutError) as error:
                    log.warning("completion.failed", model=model.card.slug, error=type(error).__name__)
                    if not isinstance(error, ModelUnreachable):
                        break  # the same question would end in the same way
                    continue
                now = int(self._clock().timestamp())
                return Answering(f"chatcmpl-{secrets.token_hex(12)}", model.card.slug, now, _joined(first, chunks))
        raise ModelUnavailable("None of the models gave an answer." if models[1:] else "The model gave no answer.")

    async def _shown(self, message: CompletionMessage, model: TextModel) -> ChatMessage:
        """A message as the model is told it: images as they are, or in words where it does not see."""
        content = message.content or ""
        parts = [TextPart(type="text", text=content)] if isinstance(content, str) else content
        words = "\n".join(part.text for part in parts if isinstance(part, TextPart))
        pictures: list[Picture] = []
        for part in parts:
            if not isinstance(part, TextPart):
                sight = await self._eyes.look(part.image_url.url, words, [model])
                words = sight.words_for(model.card, words)
                pictures += sight.pictures_for(model.card)
        role = _ROLES.get(message.role, "user")
        calls, call_id = calls_of(message), call_id_of(message)
        return ChatMessage(role, words, pictures=tuple(pictures), calls=calls, call_id=call_id)


def _wishes(request: CompletionRequest) -> Wishes:
    limits = [limit for limit in (request.max_tokens, request.max_completion_tokens) if limit is not None]
    stops = [request.stop] if isinstance(request.stop, str) else request.stop
    return Wishes(
        temperature=request.temperature,
        top_p=request.top_p,
        max_tokens=min(limits, default=None),
        seed=request.seed,
        stop=tuple(stops) if stops else None,
        presence_penalty=request.presence_penalty,
        frequency_penalty=request.frequency_penalty,
    )


def _check(request: CompletionRequest, toolbox: Toolbox, models: Sequence[TextModel]) -> None:
    with_tools = toolbox.tools or any(calls_of(said) or call_id_of(said) for said in request.messages)
    unable = [model.card.slug for model in models if not calls_tools(model)]
    if with_tools and unable:
        raise BadRequest(f"The model {unable[0]} calls no tools: leave tools out.")
    if any(said.content is None and not calls_of(said) for said in request.messages):
        raise BadRequest("A message without content must hold tool_calls.")
    if (request.model_extra or {}).get("n") not in (None, 1):  # it may be a list, which no set can look for
        raise BadRequest("This arena gives one answer at a time: leave n out.")


async def _answer(
    model: TextModel, conversation: Sequence[ChatMessage], toolbox: Toolbox, deadline: float
) -> AsyncGenerator[Chunk, None]:
    """The model's answer, which has to be whole by the deadline and not blank.

    Raises:
        GenerationError: there is none.
        TimeoutError: it is not whole in time.
    """
    begun = (
        model.answer(conversation, tools=toolbox.tools, must_answer=toolbox.must_answer)
        if calls_tools(model)
        else model.answer(conversation)
    )
    # The protocol promises that closing the iterator stops the model, which is what a generator's aclose does.
    stream = cast("AsyncGenerator[Chunk, None]", begun)
    async with aclosing(stream) as chunks:
        while True:
            try:
                # Not around the yield: a time-out must never strike while the caller holds a chunk.
                async with asyncio.timeout_at(deadline):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            yield chunk


async def _joined(first: Chunk, chunks: AsyncGenerator[Chunk, None]) -> AsyncGenerator[Chunk, None]:
    async with aclosing(chunks):
        yield first
        async for chunk in chunks:
            yield chunk
