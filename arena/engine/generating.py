"""One answer of one model, whatever it is for: text as it grows, or a picture."""

import asyncio
import math
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from typing import Final, cast

import structlog

from arena.engine.errors import NotSaved
from arena.engine.pictures import NotAPicture, anew
from arena.engine.values import Written
from arena.wire import AnswerCut, ChatMessage, Chunk, ImageModel, TextModel

log = structlog.get_logger(__name__)

KEEP_EVERY: Final = 0.5
"""Seconds between two stored states of a growing answer."""
SAVE_AGAIN_AFTER: Final = 1.0
"""Seconds until a whole answer that could not be saved is tried again. The store itself waits for locks before that."""


async def write(
    model: TextModel, messages: Sequence[ChatMessage], keep: Callable[[str], Awaitable[None]] | None = None
) -> Written:
    """The model's whole answer; `keep`, where given, gets what it has written so far, now and then.

    Raises:
        GenerationError: there is no whole answer.
    """
    now = asyncio.get_running_loop().time
    text, usage, kept_at = "", None, -math.inf
    # The protocol promises that closing the iterator stops the model, which is what a generator's aclose does.
    stream = cast("AsyncGenerator[Chunk]", model.answer(messages))
    async with aclosing(stream) as chunks:
        async for chunk in chunks:
            text += chunk.text
            usage = chunk.usage or usage
            if keep is not None and chunk.text and now() - kept_at >= KEEP_EVERY:
                with suppress(NotSaved):  # the next state will do
                    await keep(text)
                kept_at = now()
    if not text.strip():
        raise AnswerCut("the answer is empty")
    return Written(text=text, usage=usage)


async def paint(model: ImageModel, prompt: str) -> Written:
    """The model's picture, encoded anew, under a name that tells nothing.

    Raises:
        GenerationError: there is no picture.
    """
    file = await model.paint(prompt)
    try:
        picture = await asyncio.to_thread(anew, file)
    except NotAPicture as error:
        raise AnswerCut(f"what came is no picture: {error}") from error
    return Written(text=secrets.token_hex(16), picture=picture)


async def until_saved(save: Callable[[], Awaitable[None]]) -> None:
    """Save what was made, which is worth the wait; the caller's time limit ends it."""
    while True:
        try:
            return await save()
        except NotSaved:
            log.warning("battle.answer_not_saved")
            await asyncio.sleep(SAVE_AGAIN_AFTER)
