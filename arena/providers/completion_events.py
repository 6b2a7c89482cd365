"""The events of a streamed chat completion, as far as an answer needs them. Lenient: endpoints differ."""

from http import HTTPStatus

from pydantic import BaseModel, Field, JsonValue

from arena.providers.tool_calls import CallDelta
from arena.wire import Usage

_STATUSES = frozenset(status.value for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST)

DONE = "[DONE]"
"""The data of the event that ends a stream."""


class Delta(BaseModel):
    """New text. Reasoning comes under other names (`reasoning`, `reasoning_content`) and is no part of the answer."""

    content: str | None = None
    tool_calls: list[CallDelta] | None = None


class Choice(BaseModel):
    """The one completion that was asked for."""

    delta: Delta = Field(default_factory=Delta)
    finish_reason: str | None = None


class TokenCount(BaseModel):
    """The endpoint's own count."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


class StreamError(BaseModel):
    """An error that comes as an event, after HTTP 200. `code` is mostly an HTTP status."""

    code: JsonValue = None
    message: str = ""

    @property
    def status(self) -> int:
        """The HTTP status it stands for; 502 where the code is none."""
        return self.code if isinstance(self.code, int) and self.code in _STATUSES else HTTPStatus.BAD_GATEWAY


class CompletionEvent(BaseModel):
    """One event: some text, the end, the usage, or an error."""

    choices: list[Choice] = Field(default_factory=list)
    usage: TokenCount | None = None
    error: StreamError | None = None

    @property
    def text(self) -> str:
        """The new text of the answer, mostly a token."""
        return "".join(choice.delta.content or "" for choice in self.choices)

    @property
    def calls(self) -> list[CallDelta]:
        """Pieces of tool calls."""
        return [delta for choice in self.choices for delta in choice.delta.tool_calls or ()]

    @property
    def finish_reason(self) -> str | None:
        """Why the answer ended, None while it goes on."""
        return next((choice.finish_reason for choice in self.choices if choice.finish_reason), None)

    def counted(self) -> Usage | None:
        """The usage, where this event brings it."""
        if self.usage is None:
            return None
        return Usage(prompt_tokens=self.usage.prompt_tokens, completion_tokens=self.usage.completion_tokens)
