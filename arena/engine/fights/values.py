"""What a fight is made of, as plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from arena.engine.vision import Sight
from arena.wire import ChatMessage, ModelCard, Picture, TextModel
from arena.wire.concurred import BattleRequest, Citation, Event, FightRequest

Emit = Callable[[Event], None]
"""Sends an event to whoever follows."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A model under the name that all events use: its slug, or that and a number where it is there several times."""

    id: str
    model: TextModel


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, the conversation before it, and the picture that comes with it."""

    text: str
    history: Sequence[ChatMessage] = ()
    sight: Sight | None = None

    @classmethod
    def of(cls, request: BattleRequest | FightRequest, sight: Sight | None) -> Self:
        """What a request asks; `sight` is its image."""
        return cls(request.message, [ChatMessage(said.role, said.content) for said in request.messages or ()], sight)

    def known_to(self, card: ModelCard) -> bool:
        """Whether the model can know all of the question."""
        return self.sight is None or self.sight.known_to(card)

    def words_for(self, card: ModelCard) -> str:
        """The text as the model reads it."""
        return self.text if self.sight is None else self.sight.words_for(card, self.text)

    def pictures_for(self, card: ModelCard) -> tuple[Picture, ...]:
        """The pictures that the model sees."""
        return () if self.sight is None else self.sight.pictures_for(card)


@dataclass(frozen=True, slots=True)
class Speech:
    """What an agent answered in a round."""

    round: int
    agent: str
    text: str
    citations: Sequence[Citation] = ()


@dataclass(frozen=True, slots=True)
class Ballot:
    """Whom a judge voted for; None is an abstention."""

    voter: str
    voted_for: str | None
