"""Small models that do what a test needs. Their names, slugs and providers appear in none of their answers."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

from arena.wire import AnswerCut, ChatMessage, Chunk, ModelCard, ModelUnreachable, TextModel, Usage


class Contestant:
    """What all of them share."""

    def __init__(self, slug: str) -> None:
        self.card = ModelCard(slug=slug, name=f"{slug.title()} Max", provider=f"{slug.title()}Works")
        self.asked: list[Sequence[ChatMessage]] = []


class Quick(Contestant):
    """Answers at once, in two pieces."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        yield Chunk("A first half, ")
        yield Chunk("and a second one.", usage=Usage(prompt_tokens=3, completion_tokens=8))


class Held(Contestant):
    """Writes its first piece at once and the rest when it is released."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.began = asyncio.Event()
        self.release = asyncio.Event()
        self.stopped = asyncio.Event()

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        try:
            yield Chunk("Slowly ")
            self.began.set()
            await self.release.wait()
            yield Chunk("but surely.")
        finally:
            self.stopped.set()


class Failing(Contestant):
    """Cannot be reached, and says so with its name, as providers do."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        if self.asked:
            raise ModelUnreachable(f"{self.card.name} of {self.card.provider} ({self.card.slug}) is overloaded")
        yield Chunk()


class Cut(Contestant):
    """Stops in the middle."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        yield Chunk("It begins well and then")
        raise AnswerCut(f"{self.card.name} closed the connection")


class Silent(Contestant):
    """Ends without a word."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        yield Chunk("  ")


class Broken(Contestant):
    """Has a mistake in its code."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        yield Chunk("So far so good")
        raise ZeroDivisionError(self.card.name)


def catalogue(*models: TextModel) -> Mapping[str, TextModel]:
    """Models by slug."""
    return {model.card.slug: model for model in models}
