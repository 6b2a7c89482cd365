"""A model behind any endpoint that streams OpenAI's chat completions, such as OpenRouter, Ollama, llama.cpp or vLLM."""

import asyncio
import contextlib
import copy
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, Self, TypeAlias

import httpx
import stamina
from httpx_sse import ServerSentEvent, SSEError, aconnect_sse
from pydantic import JsonValue, SecretStr, ValidationError

from arena.providers.completion_events import DONE, CompletionEvent
from arena.providers.completion_request import messages_body, tools_body
from arena.providers.failures import NotNow, from_status, pause_before_retry, redact, retry_after
from arena.providers.sampling import Sampling
from arena.providers.thinking import ThinkingFilter
from arena.providers.tool_calls import CallsBuilder
from arena.wire import (
    AdjustableModel,
    AnswerCut,
    ChatMessage,
    Chunk,
    ModelCard,
    ModelRefused,
    ModelUnreachable,
    Tool,
    ToolCaller,
    Wishes,
)

_ATTEMPTS = 3
_Body: TypeAlias = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """Seconds to wait: for a connection, between two pieces of the answer, and for the whole answer."""

    connect: float = 10.0
    read: float = 60.0
    whole: float = 300.0


def usable_key(key: str) -> bool:
    """Whether an HTTP header can carry the key. Libraries quote one that it cannot carry in their errors."""
    return bool(key) and key.isascii() and key.isprintable() and " " not in key


class OpenAICompatible(ToolCaller, AdjustableModel):
    """A model at `{base_url}/chat/completions`.

    The answer is what the endpoint sends as `content`. Reasoning is left out: deltas of another name, and
    `<think>…</think>` at the start of the text. An answer that ends for its length is whole; one without any text or
    tool call is cut. Until the first event a failed request is repeated up to twice, `Retry-After` honoured; after it,
    never. No error's text holds the key.

    The client is shared and stays open; its own time-outs are not used.
    """

    def __init__(
        self,
        card: ModelCard,
        *,
        client: httpx.AsyncClient,
        base_url: str,
        model: str,
        key: SecretStr | None = None,
        sampling: Sampling | None = None,
        limits: TimeLimits | None = None,
    ) -> None:
        if key is not None and not usable_key(key.get_secret_value()):
            raise ValueError(f"the key of {card.slug} has characters that no HTTP header takes")
        self._card = card
        self._client = client
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._model = model
        self._key = key
        self._sampling = sampling or Sampling()
        self._limits = limits or TimeLimits()

    @property
    def card(self) -> ModelCard:
        """Who it is."""
        return self._card

    @property
    def url(self) -> str:
        """Where prompts go."""
        return self._url

    def adjusted(self, wishes: Wishes) -> Self:
        """The same model, drawing as wished, and in all else as its own sampling says."""
        other = copy.copy(self)
        other._sampling = self._sampling.wished(wishes)  # noqa: SLF001 - it is one of these
        return other

    async def answer(
        self, messages: Sequence[ChatMessage], *, tools: Sequence[Tool] = (), must_answer: bool = False
    ) -> AsyncGenerator[Chunk, None]:
        """Stream one answer. Closing the iterator closes the connection, which stops the endpoint.

        Raises:
            ModelUnreachable: no connection, 408, 409, 425, 429 or 5xx, or nothing came in time.
            ModelRefused: any other status, no event stream, or the endpoint's content filter.
            AnswerCut: the stream stopped, stalled or went bad before its end, or held neither text nor tool calls.
        """
        body = self._body(messages) | tools_body(tools, must_answer=must_answer)
        deadline = asyncio.get_running_loop().time() + self._limits.whole
        thinking, building = ThinkingFilter(), CallsBuilder()
        blank, at_limit = True, False
        async with contextlib.AsyncExitStack() as connection:
            events = await connection.enter_async_context(contextlib.aclosing(self._events(body, deadline, connection)))
            async for event in events:
                for delta in event.calls:
                    building.add(delta)
                if text := thinking.feed(event.text):
                    blank = blank and not text.strip()
                    yield Chunk(text)
                if usage := event.counted():
                    yield Chunk(usage=usage)
                at_limit = at_limit or event.finish_reason == "length"
            if text := thinking.flush():
                blank = blank and not text.strip()
                yield Chunk(text)
        if calls := building.calls():
            yield Chunk(calls=calls)
        elif blank:
            raise AnswerCut(self._says("the answer ended without any text"))
        elif at_limit:
            yield Chunk(at_limit=True)

    async def _events(
        self, body: _Body, deadline: float, connection: contextlib.AsyncExitStack
    ) -> AsyncGenerator[CompletionEvent, None]:
        """The events up to the end of the answer."""
        event: ServerSentEvent | None
        event, following = await self._first_event(body, deadline, connection)
        began = finished = False
        while event is not None and event.data != DONE:
            if event.data:  # an event without data is a sign of life
                parsed = self._parse(event, began=began)
                began = True
                finished = finished or parsed.finish_reason is not None
                yield parsed
            try:
                # Not around the yield: a time-out must never strike while the caller holds a chunk.
                async with asyncio.timeout_at(deadline):
                    event = await anext(following, None)
            except (httpx.RequestError, TimeoutError) as error:
                if finished:  # all that is missing is the usage and the end mark
                    return
                raise AnswerCut(self._says("the stream broke off", error)) from error
        if event is None and not finished:
            raise AnswerCut(self._says("the stream ended before the answer did"))

    async def _first_event(
        self, body: _Body, deadline: float, connection: contextlib.AsyncExitStack
    ) -> tuple[ServerSentEvent, AsyncGenerator[ServerSentEvent, None]]:
        """Ask until a first event comes; `connection` then holds the open response."""
        loop = asyncio.get_running_loop()
        again = stamina.AsyncRetryingCaller(attempts=_ATTEMPTS, timeout=None, wait_initial=0.5, wait_max=5.0).on(
            pause_before_retry(seconds_left=lambda: deadline - loop.time())
        )
        try:
            async with asyncio.timeout_at(deadline):
                # A lambda, because stamina logs the arguments of what it repeats, and these hold the prompt.
                return await again(lambda: self._ask(body, connection))
        except TimeoutError as error:
            raise ModelUnreachable(self._says(f"nothing came within {self._limits.whole:g} s")) from error

    async def _ask(
        self, body: _Body, connection: contextlib.AsyncExitStack
    ) -> tuple[ServerSentEvent, AsyncGenerator[ServerSentEvent, None]]:
        limits = self._limits
        try:
            async with contextlib.AsyncExitStack() as attempt:
                source = await attempt.enter_async_context(
                    aconnect_sse(
                        self._client,
                        "POST",
                        self._url,
                        headers=self._headers(),
                        json=body,
                        timeout=httpx.Timeout(limits.read, connect=limits.connect),
                    )
                )
                if not source.response.is_success:
                    await self._raise_status(source.response)
                following = source.aiter_sse()
                attempt.push_async_callback(following.aclose)
                first = await anext(following, None)
                if first is None:
                    raise NotNow(self._says("the stream ended before it began"))
                await connection.enter_async_context(attempt.pop_all())
                return first, following
        except SSEError as error:
            raise ModelRefused(self._says("this is no stream of chat completions", error)) from error
        except httpx.ReadTimeout as error:
            # Not repeated: the endpoint may be at work on the answer, and it would do (and bill) the work twice.
            raise ModelUnreachable(self._says(f"silent for {limits.read:g} s")) from error
        except httpx.RequestError as error:
            raise NotNow(self._says("no connection", error)) from error

    def _headers(self) -> dict[str, str]:
        return {} if self._key is None else {"Authorization": f"Bearer {self._key.get_secret_value()}"}

    def _body(self, messages: Sequence[ChatMessage]) -> dict[str, JsonValue]:
        return {
            "model": self._model,
            "messages": messages_body(messages),
            "stream": True,
            "stream_options": {"include_usage": True},
            **self._sampling.body(),
        }

    async def _raise_status(self, response: httpx.Response) -> NoReturn:
        await response.aread()
        raise from_status(
            response.status_code,
            self._says(f"HTTP {response.status_code}: {response.text}"),
            retry_after=retry_after(response.headers),
        )

    def _parse(self, event: ServerSentEvent, *, began: bool) -> CompletionEvent:
        try:
            parsed = CompletionEvent.model_validate_json(event.data)
        except ValidationError as error:
            # Not chained: pydantic's text quotes the event, and so the answer.
            raise AnswerCut(self._says(f"an event is malformed ({error.error_count()} errors)")) from None
        if parsed.error is not None:
            text = self._says(f"error {parsed.error.code}: {parsed.error.message}")
            raise AnswerCut(text) if began else from_status(parsed.error.status, text)
        if parsed.finish_reason == "content_filter":
            raise ModelRefused(self._says("stopped by the endpoint's content filter"))
        if parsed.finish_reason == "error":
            raise AnswerCut(self._says("the endpoint gave up in the middle"))
        return parsed

    def _says(self, what: str, error: Exception | None = None) -> str:
        detail = "" if error is None else f" ({type(error).__name__}: {error})"
        return redact(f"{self._card.slug}: {what}{detail}", self._key)
