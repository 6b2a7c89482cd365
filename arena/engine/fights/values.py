"""What a fight is made of, as plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from arena.engine.errors import BadRequest
from arena.wire import ChatMessage, TextModel
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
    """What is asked, and the conversation before it."""

    text: str
    history: Sequence[ChatMessage] = ()

    @classmethod
    def of(cls, request: BattleRequest | FightRequest) -> Self:
        """What a request asks.

        Raises:
            BadRequest: it shows an image.
        """
        if request.image_url is not None:
            raise BadRequest("This arena looks at no images yet.")
        return cls(request.message, [ChatMessage(said.role, said.content) for said in request.messages or ()])


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
