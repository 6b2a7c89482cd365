"""Small models that do what a test needs. Their names, slugs and providers appear in none of their answers."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping, Sequence

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from arena.wire import AnswerCut, AnyModel, ChatMessage, Chunk, Modality, ModelCard, ModelUnreachable, Usage


class Contestant:
    """What all of them share."""

    def __init__(self, slug: str) -> None:
        self.card = ModelCard(slug=slug, name=f"{slug.title()} Max", provider=f"{slug.title()} Works")
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


class Telling(Contestant):
    """Says who it is."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        yield Chunk(f"I'm {self.card.name}, ")
        yield Chunk("and the sky is blue.")


class Unsteady(Contestant):
    """Answers the first question, and never again."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        if len(messages) > 1:
            raise ModelUnreachable(f"{self.card.name} is overloaded")
        yield Chunk("Only this once.")


class Brush:
    """Paints one colour, in a file that says who painted it."""

    def __init__(self, slug: str, *, size: tuple[int, int] = (640, 480), colour: str = "teal") -> None:
        self.card = ModelCard(
            slug=slug,
            name=f"{slug.title()} Max",
            provider=f"{slug.title()} Works",
            output_modalities=(Modality.IMAGE,),
        )
        self.asked: list[str] = []
        self._size = size
        self._colour = colour

    async def paint(self, prompt: str) -> bytes:
        self.asked.append(prompt)
        text = PngInfo()
        text.add_text("Software", self.card.name)
        out = io.BytesIO()
        Image.new("RGB", self._size, self._colour).save(out, "PNG", pnginfo=text)
        return out.getvalue()


class BrokenBrush(Brush):
    """Sends bytes that are no picture."""

    async def paint(self, prompt: str) -> bytes:
        self.asked.append(prompt)
        return f"{self.card.name} is out of paint".encode()


class HeldBrush(Brush):
    """Paints when it is released."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.began = asyncio.Event()
        self.release = asyncio.Event()

    async def paint(self, prompt: str) -> bytes:
        self.began.set()
        await self.release.wait()
        return await super().paint(prompt)


def catalogue(*models: AnyModel) -> Mapping[str, AnyModel]:
    """Models by slug."""
    return {model.card.slug: model for model in models}
