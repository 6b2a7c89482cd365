"""How a model is asked and how it answers: the vocabulary between whoever runs a battle and whoever reaches a model.

GenerationError
├── ModelUnreachable     no connection, or the endpoint is overloaded or down: another try may help
├── ModelRefused         the endpoint understood and said no (key, unknown model, content): another try will not help
└── AnswerCut            the answer stopped in the middle: connection lost, time-out, or a malformed stream
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, TypeGuard, runtime_checkable

from pydantic import JsonValue

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
    weights differ, as a short sentence; `shares_weights_with` names those weights, so that a board can say so. A model
    that `calls_tools` is a `ToolCaller`. `context_tokens` is what conversation and answer may have together, None where
    unknown.
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
    calls_tools: bool = False
    context_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for a model that sees, as a file of the media type `image/…`."""

    file: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What a model may ask for while it answers. `parameters` is the JSON schema of the arguments."""

    name: str
    description: str
    parameters: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A model asks for a tool. `arguments` is JSON as the model wrote it, which may be none."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a conversation in the OpenAI form.

    `pictures` are a user's, `calls` an assistant's; a message of role "tool" answers the call with the id `call_id`.
    """

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    pictures: tuple[Picture, ...] = field(default=(), kw_only=True)
    calls: tuple[ToolCall, ...] = field(default=(), kw_only=True)
    call_id: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens that an answer used, as the endpoint counted them."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How whoever asks wants an answer to be drawn, in the names of OpenAI's API; None leaves it to the model.

    `max_tokens` bounds the answer's length, `stop` ends it before any of these texts.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an answer. One near the end may carry the usage, or the tools that the model calls, and no text.

    `at_limit` says that the answer ends because it may be no longer.
    """

    text: str = ""
    usage: Usage | None = field(default=None, kw_only=True)
    calls: tuple[ToolCall, ...] = field(default=(), kw_only=True)
    at_limit: bool = field(default=False, kw_only=True)


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


class ToolCaller(TextModel, Protocol):
    """A model that writes text and can ask for tools."""

    def answer(
        self, messages: Sequence[ChatMessage], *, tools: Sequence[Tool] = (), must_answer: bool = False
    ) -> AsyncIterator[Chunk]:
        """As `TextModel.answer`. With `tools` it may call some in place of an answer: the chunk before the end says so.

        Whoever asks then runs them and asks again, with the calls and their results at the end of the conversation.
        `must_answer` forbids calls, which not every endpoint heeds.

        Raises:
            GenerationError: neither a whole answer came nor calls.
        """
        ...


@runtime_checkable
class AdjustableModel(TextModel, Protocol):
    """A model that draws its words as it is told to."""

    def adjusted(self, wishes: Wishes) -> TextModel:
        """The same model, drawing as wished. Where it bounds its answers' length itself, the lower bound holds."""
        ...


@runtime_checkable
class WeighingModel(TextModel, Protocol):
    """A model that is too small to name the best of several answers in words, but can be asked what it leans to."""

    async def weigh(self, question: str, answers: Sequence[str]) -> Sequence[float]:
        """How much it prefers each answer, shown in this order: logarithms of chances, in this order too.

        Small models prefer places as well as answers: whoever asks shows every order round the circle and averages.

        Raises:
            GenerationError: it does not say.
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


def sees(card: ModelCard) -> bool:
    """Whether the model takes pictures beside text."""
    return Modality.IMAGE in card.input_modalities


def weighs(model: TextModel) -> TypeGuard[WeighingModel]:
    """Whether the model judges by what it leans to."""
    return isinstance(model, WeighingModel)


def adjusts(model: TextModel) -> TypeGuard[AdjustableModel]:
    """Whether the model draws as it is told to."""
    return isinstance(model, AdjustableModel)


def calls_tools(model: TextModel) -> TypeGuard[ToolCaller]:
    """Whether the model can ask for tools."""
    return model.card.calls_tools
