"""OpenAI's chat completions, as `POST /api/v1/chat/completions` speaks them.

Every SDK sends and expects parameters of its own, so unknown fields are kept in requests too.
"""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from arena.wire.base import Request, Response

DONE: Final = "[DONE]"
"""The data of the event that ends a stream."""
MOST_STOPS: Final = 4
"""Texts that may end an answer (OpenAI's API reference, chat completions, `stop`; so are the other bounds below)."""

_Penalty = Annotated[float, Field(ge=-2, le=2, allow_inf_nan=False)]
_Seed = Annotated[int, Field(ge=-(2**63), lt=2**63)]


def _stops(stop: str | list[str]) -> str | list[str]:
    texts = [stop] if isinstance(stop, str) else stop
    if len(texts) > MOST_STOPS or "" in texts:
        raise PydanticCustomError("stop", "must be at most {most} texts, none of them empty", {"most": MOST_STOPS})
    return stop


class CompletionBody(Request):
    """A part of a request in OpenAI's names."""

    model_config = ConfigDict(alias_generator=None, extra="allow")


class TextPart(CompletionBody):
    """Text inside a message of several parts."""

    type: Literal["text"]
    text: str


class ImageUrl(CompletionBody):
    """Where an image is: an address, or the image itself as a `data:` URL."""

    url: str


class ImagePart(CompletionBody):
    """An image inside a message of several parts."""

    type: Literal["image_url"]
    image_url: ImageUrl


class CompletionMessage(CompletionBody):
    """One message. `content` is null where an assistant only called tools; what they were is kept unread."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Annotated[TextPart | ImagePart, Field(discriminator="type")]] | None = None


class CompletionRequest(CompletionBody):
    """`POST /api/v1/chat/completions`.

    The gateway's own extras: `fallback` are models to try next, `retries` how often, `timeout` is in milliseconds.
    """

    model: Annotated[str, Field(min_length=1)]
    messages: Annotated[list[CompletionMessage], Field(min_length=1)]
    stream: bool | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] | None = None
    top_p: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    seed: _Seed | None = None
    stop: Annotated[str | list[str], AfterValidator(_stops)] | None = None
    presence_penalty: _Penalty | None = None
    frequency_penalty: _Penalty | None = None
    tools: list[JsonValue] | None = None
    fallback: list[str] | None = None
    retries: Annotated[int, Field(ge=0)] | None = None
    timeout: Annotated[float, Field(gt=0)] | None = None


class CompletionAnswer(Response):
    """A part of an answer in OpenAI's names."""

    model_config = ConfigDict(alias_generator=None)


class TokenUsage(CompletionAnswer):
    """Tokens as the endpoint counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class AssistantMessage(CompletionAnswer):
    """What the model said; in a streamed piece, what it added."""

    role: str | None = None
    content: str | None = None
    tool_calls: list[JsonValue] | None = None


class CompletionChoice(CompletionAnswer):
    """One of the answers that were asked for; there is one unless the request says otherwise."""

    index: int = 0
    message: AssistantMessage
    finish_reason: str | None = None


class Completion(CompletionAnswer):
    """A whole answer. `created` is in Unix seconds."""

    id: str = ""
    object: str = "chat.completion"
    created: int | None = None
    model: str = ""
    choices: Annotated[list[CompletionChoice], Field(min_length=1)]
    usage: TokenUsage | None = None

    @property
    def text(self) -> str:
        """The text of the first choice, empty where it only called tools."""
        return self.choices[0].message.content or ""


class ChunkChoice(CompletionAnswer):
    """What one piece adds to one of the answers."""

    index: int = 0
    delta: AssistantMessage = Field(default_factory=AssistantMessage)
    finish_reason: str | None = None


class CompletionChunk(CompletionAnswer):
    """A piece of a streamed answer. The last one may hold the usage and no choice."""

    id: str = ""
    object: str = "chat.completion.chunk"
    created: int | None = None
    model: str = ""
    choices: list[ChunkChoice] = Field(default_factory=list)
    usage: TokenUsage | None = None

    @property
    def text(self) -> str:
        """The text that it adds to the first choice."""
        return next((choice.delta.content or "" for choice in self.choices if choice.index == 0), "")

    @property
    def finish_reason(self) -> str | None:
        """Why the answer ended, None while it goes on."""
        return next((choice.finish_reason for choice in self.choices if choice.finish_reason), None)
