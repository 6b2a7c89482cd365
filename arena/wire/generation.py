"""How a model is asked and how it answers: the vocabulary between whoever runs a battle and whoever reaches a model.

GenerationError
├── ModelUnreachable     no connection, or the endpoint is overloaded or down: another try may help
├── ModelRefused         the endpoint understood and said no (key, unknown model, content): another try will not help
└── AnswerCut            the answer stopped in the middle: connection lost, time-out, or a malformed stream
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, TypeGuard

from arena.wire.models import Modality


class GenerationError(Exception):
    """A model gave no whole answer. The text is for logs only: it may hold names, so no member ever sees it."""


class ModelUnreachable(GenerationError):  # noqa: N818 - reads as what happened
    """No connection, or the endpoint is overloaded or down."""


class ModelRefused(GenerationError):  # noqa: N818 - reads as what happened
    """The endpoint understood the request and will not answer it."""


class AnswerCut(GenerationError):  # noqa: N818 - reads as what happened
    """The answer began and stopped before its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What is known of a model before it is asked.

    Prices are US dollars per million tokens, None where unknown. `sampling` is what makes two contestants on the same
    weights differ, as a short sentence; `shares_weights_with` names those weights, so that a board can say so.
    """

    slug: str
    name: str
    provider: str
    input_modalities: tuple[Modality, ...] = (Modality.TEXT,)
    output_modalities: tuple[Modality, ...] = (Modality.TEXT,)
    input_cost_per_1m: float | None = None
    output_cost_per_1m: float | None = None
    sampling: str | None = None
    shares_weights_with: str | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a conversation in the OpenAI form."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens that an answer used, as the endpoint counted them."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an answer. The last one may carry the usage and no text."""

    text: str = ""
    usage: Usage | None = field(default=None, kw_only=True)


class TextModel(Protocol):
    """A model that writes text."""

    @property
    def card(self) -> ModelCard:
        """Who it is."""
        ...

    def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        """Stream one answer to the conversation, in order. Closing the iterator stops the model.

        Raises:
            GenerationError: no whole answer came.
        """
        ...


class ImageModel(Protocol):
    """A model that makes pictures."""

    @property
    def card(self) -> ModelCard:
        """Who it is."""
        ...

    async def paint(self, prompt: str) -> bytes:
        """One picture of what the prompt says, as a file in a format of the model's choice.

        Raises:
            GenerationError: no picture came.
        """
        ...


AnyModel: TypeAlias = TextModel | ImageModel
"""A model makes either text or pictures; its card's first output modality says which."""


def writes(model: AnyModel) -> TypeGuard[TextModel]:
    """Whether the model writes text."""
    return model.card.output_modalities[0] is Modality.TEXT


def paints(model: AnyModel) -> TypeGuard[ImageModel]:
    """Whether the model makes pictures."""
    return model.card.output_modalities[0] is Modality.IMAGE
