"""Models that debate and vote as a test needs, and fights between them without HTTP."""

from collections.abc import AsyncIterator, Callable, Sequence
from random import Random
from typing import Any

from arena.engine.fights import Fights
from arena.engine.outside import Outside
from arena.engine.roster import Roster
from arena.wire import AnyModel, ChatMessage, Chunk, ModelUnreachable
from arena.wire.concurred import FightRequest, dump_event
from tests.arena.engine.contestants import Contestant, catalogue
from tests.support.clock import EagerClock

Reply = Callable[[Sequence[ChatMessage]], str]


def judging(messages: Sequence[ChatMessage]) -> bool:
    """Whether the model is asked for its ballot, for the first time or again."""
    return any("Reply with its letter alone" in message.content for message in messages)


class Fighter(Contestant):
    """Answers with a sentence of its own, and votes by letter, or by what a function makes of the ballot."""

    def __init__(
        self, slug: str, vote: str | Reply = "A", *, answer: str = "", fails: frozenset[int] = frozenset()
    ) -> None:
        super().__init__(slug)
        self._vote = vote
        self._answer = answer or f"{slug} says so."
        self._fails = fails
        self.questions: list[Sequence[ChatMessage]] = []
        self.ballots: list[Sequence[ChatMessage]] = []

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        if judging(messages):
            self.ballots.append(messages)
            yield Chunk(self._vote if isinstance(self._vote, str) else self._vote(messages))
            return
        self.questions.append(messages)
        if len(self.questions) in self._fails:
            raise ModelUnreachable("down")
        yield Chunk(self._answer)


def voting_for(text: str) -> Reply:
    """Votes for the answer that holds this text, whatever its letter."""

    def vote(messages: Sequence[ChatMessage]) -> str:
        for block in messages[-1].content.split("Answer ")[1:]:
            if text in block:
                return block[0]
        return "none of them"

    return vote


def fights(*models: AnyModel, seed: int = 1) -> Fights:
    return Fights(Roster(catalogue(*models)), Outside(), EagerClock().now, Random(seed))  # noqa: S311 - no secret depends on it


async def fought(*models: AnyModel, seed: int = 1, **request: Any) -> list[dict[str, Any]]:
    """All events of a fight, as they go over the wire."""
    asked = FightRequest.model_validate({"message": "Why is the sky blue?"} | request)
    return [dump_event(event) async for event in await fights(*models, seed=seed).stream(asked)]


def of(events: Sequence[dict[str, Any]], *types: str) -> list[dict[str, Any]]:
    return [event for event in events if event["type"] in types]


def types_of(events: Sequence[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]
