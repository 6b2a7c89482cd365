"""`/api/v1/chat/completions`: OpenAI's chat completions, streamed or in one piece."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

import structlog
from fastapi import Request
from fastapi.responses import Response
from pydantic import JsonValue

from arena.api.envelope import plain
from arena.api.streaming import EventStream, while_connected
from arena.engine.completions import Answering, Completions
from arena.engine.errors import ModelUnavailable
from arena.wire import ErrorBody, ErrorDetail, GenerationError, ToolCall, Usage, dump
from arena.wire.concurred import (
    DONE,
    AssistantMessage,
    ChunkChoice,
    Completion,
    CompletionChoice,
    CompletionChunk,
    CompletionRequest,
    ConcurredErrorCode,
    TokenUsage,
)

log = structlog.get_logger(__name__)

_CUT = "The model stopped in the middle of its answer."


async def complete(body: CompletionRequest, request: Request, completions: Completions) -> Response:
    """The answer to a request, in the form that it asks for. Whoever hangs up stops the model."""
    if not body.stream:
        return plain(await while_connected(request.receive, _whole(body, completions)))
    answering = await while_connected(request.receive, completions.begin(body))
    options = (body.model_extra or {}).get("stream_options")
    wants_usage = isinstance(options, dict) and options.get("include_usage") is True
    return EventStream(_pieces(answering, wants_usage=wants_usage))


async def _whole(body: CompletionRequest, completions: Completions) -> Completion:
    answering = await completions.begin(body)
    text, usage, calls, at_limit = "", None, tuple[ToolCall, ...](), False
    try:
        async with aclosing(answering.chunks) as chunks:
            async for chunk in chunks:
                text += chunk.text
                calls += chunk.calls
                usage = chunk.usage or usage
                at_limit = at_limit or chunk.at_limit
    except (GenerationError, TimeoutError) as error:
        log.warning("completion.cut", model=answering.model, error=type(error).__name__)
        raise ModelUnavailable(_CUT) from error
    if not text.strip() and not calls:
        raise ModelUnavailable("The model gave no answer.")
    message = AssistantMessage(role="assistant", content=text or None)
    if calls:
        message = message.model_copy(update={"tool_calls": [_called(call) for call in calls]})
    finish_reason = _finish_reason(called=bool(calls), at_limit=at_limit)
    completion = Completion(
        id=answering.id,
        object="chat.completion",
        created=answering.created,
        model=answering.model,
        choices=[CompletionChoice(index=0, message=message, finish_reason=finish_reason)],
    )
    return completion if usage is None else completion.model_copy(update={"usage": _counted(usage)})


async def _pieces(answering: Answering, *, wants_usage: bool) -> AsyncGenerator[str, None]:
    usage: Usage | None = None
    called, at_limit = 0, False
    yield _piece(answering, AssistantMessage(role="assistant", content=""))
    try:
        async with aclosing(answering.chunks) as chunks:
            async for chunk in chunks:
                usage = chunk.usage or usage
                at_limit = at_limit or chunk.at_limit
                if chunk.text:
                    yield _piece(answering, AssistantMessage(content=chunk.text))
                for call in chunk.calls:
                    yield _piece(answering, AssistantMessage(tool_calls=[{"index": called} | _called(call)]))
                    called += 1
    except (GenerationError, TimeoutError) as error:
        log.warning("completion.cut", model=answering.model, error=type(error).__name__)
        yield _written(ErrorBody(error=ErrorDetail(code=ConcurredErrorCode.MODEL_UNAVAILABLE, message=_CUT)))
        return
    yield _piece(answering, AssistantMessage(), _finish_reason(called=bool(called), at_limit=at_limit))
    if wants_usage and usage is not None:
        yield _written(_chunk(answering, []).model_copy(update={"usage": _counted(usage)}))
    yield DONE


def _finish_reason(*, called: bool, at_limit: bool) -> str:
    if called:
        return "tool_calls"
    return "length" if at_limit else "stop"


def _piece(answering: Answering, delta: AssistantMessage, finish_reason: str | None = None) -> str:
    return _written(_chunk(answering, [ChunkChoice(index=0, delta=delta, finish_reason=finish_reason)]))


def _chunk(answering: Answering, choices: list[ChunkChoice]) -> CompletionChunk:
    return CompletionChunk(
        id=answering.id,
        object="chat.completion.chunk",
        created=answering.created,
        model=answering.model,
        choices=choices,
    )


def _called(call: ToolCall) -> dict[str, JsonValue]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}


def _written(body: CompletionChunk | ErrorBody) -> str:
    return json.dumps(dump(body), ensure_ascii=False)


def _counted(usage: Usage) -> TokenUsage:
    return TokenUsage(
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
    )
