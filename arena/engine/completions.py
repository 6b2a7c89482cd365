"""One answer of one model to a conversation that the caller keeps: OpenAI's chat completions."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, cast

import structlog

from arena.engine.errors import BadRequest, ModelUnavailable
from arena.engine.fights.lineup import writer
from arena.engine.outside import Outside
from arena.engine.roster import Roster
from arena.engine.values import Clock
from arena.engine.vision import Eyes
from arena.engine.writing import ANSWER_LIMIT
from arena.wire import ChatMessage, Chunk, GenerationError, ModelUnreachable, Picture, TextModel
from arena.wire.concurred import CompletionMessage, CompletionRequest, TextPart

log = structlog.get_logger(__name__)

MOST_RETRIES: Final = 3
"""Retries of one model; a request may ask for fewer."""
_ROLES: Final[dict[str, Literal["system", "user", "assistant"]]] = {
    "developer": "system",
    "system": "system",
    "assistant": "assistant",
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
        models = [writer(name, self._roster) for name in (request.model, *(request.fallback or ()))]
        _check(request)
        limit = ANSWER_LIMIT if request.timeout is None else min(timedelta(milliseconds=request.timeout), ANSWER_LIMIT)
        for model in models:
            conversation = [await self._shown(message, model) for message in request.messages]
            for _ in range(1 + min(request.retries or 0, MOST_RETRIES)):
                deadline = asyncio.get_running_loop().time() + limit.total_seconds()
                chunks = _answer(model, conversation, deadline)
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
        return ChatMessage(role, words, pictures=tuple(pictures))


def _check(request: CompletionRequest) -> None:
    if request.tools or any(said.role == "tool" or said.content is None for said in request.messages):
        raise BadRequest("The models of this arena call no tools of yours: leave tools out.")
    if (request.model_extra or {}).get("n") not in {None, 1}:
        raise BadRequest("This arena gives one answer at a time: leave n out.")


async def _answer(
    model: TextModel, conversation: Sequence[ChatMessage], deadline: float
) -> AsyncGenerator[Chunk, None]:
    """The model's answer, which has to be whole by the deadline and not blank.

    Raises:
        GenerationError: there is none.
        TimeoutError: it is not whole in time.
    """
    # The protocol promises that closing the iterator stops the model, which is what a generator's aclose does.
    stream = cast("AsyncGenerator[Chunk, None]", model.answer(conversation))
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
