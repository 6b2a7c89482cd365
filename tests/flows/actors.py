"""Models that do what the question asks of them, so that it does not matter which two are drawn."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from arena.wire import AnswerCut, ChatMessage, Chunk, ModelUnreachable
from tests.arena.engine.contestants import Brush, Contestant

_ALL = " all"


class Stage:
    """What the actors share: of those who are asked the same, only the first misbehaves, or all of them."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        """Whoever is slow waits for it."""
        self._asked: set[str] = set()

    def fault(self, question: str) -> str:
        """What goes wrong now."""
        fault = question.rpartition(": ")[2]
        if fault.endswith(_ALL):
            return fault.removesuffix(_ALL)
        again = question in self._asked
        self._asked.add(question)
        return "" if again else fault


class Actor(Contestant):
    """Answers in words that tell nothing, unless the question ends with a fault."""

    def __init__(self, slug: str, stage: Stage) -> None:
        super().__init__(slug)
        self._stage = stage

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        question = messages[-1].content
        match self._stage.fault(question):
            case "fail":
                raise ModelUnreachable(f"{self.card.name} of {self.card.provider} ({self.card.slug}) is overloaded")
            case "break off":
                yield Chunk("It begins well and then")
                raise AnswerCut(f"{self.card.name} closed the connection")
            case "say nothing":
                yield Chunk("  ")
            case "stumble":
                raise ZeroDivisionError(self.card.name)
            case "leak":
                yield Chunk(f"I'm {self.card.name}, made by {self.card.provider}. The sky is blue.")
            case "dawdle":
                await self._stage.go_on.wait()
                yield Chunk("In the end it is blue.")
            case _:
                yield Chunk("The sky is blue.")


class Painter(Brush):
    """Paints, into a file that says who painted it, unless the question ends with a fault."""

    def __init__(self, slug: str, stage: Stage) -> None:
        super().__init__(slug)
        self._stage = stage

    async def paint(self, prompt: str) -> bytes:
        if self._stage.fault(prompt) == "smear":
            return f"{self.card.name} is out of paint".encode()
        return await super().paint(prompt)
