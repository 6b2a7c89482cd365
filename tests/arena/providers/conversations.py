"""Asking a model, as a battle does."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from arena.wire import ChatMessage, Chunk, TextModel, Usage


async def ask(model: TextModel, question: str = "Why?") -> tuple[str, Usage | None]:
    """The whole answer and its usage."""
    text, usage = "", None
    async with aclosing(chunks(model, question)) as answer:
        async for chunk in answer:
            text += chunk.text
            usage = chunk.usage or usage
    return text, usage


def chunks(model: TextModel, question: str = "Why?") -> AsyncGenerator[Chunk, None]:
    # The protocol promises an iterator; every provider's is a generator, which a test closes early.
    return cast("AsyncGenerator[Chunk, None]", model.answer([ChatMessage("user", question)]))
