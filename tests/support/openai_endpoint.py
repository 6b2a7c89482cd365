"""OpenAI's streamed chat completions on loopback, with tools and images, as strict as the real endpoint.

It refuses with 400 what OpenAI refuses: results of calls that nobody made, calls without results, a `tool_choice`
without tools, images that are none, and images for models that do not see.
"""

import base64
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

_PIECE = 7
"""Characters of a piece of text or arguments: no word and no JSON token ends there by design."""


@dataclass(frozen=True)
class Calls:
    """The model calls the first tool that it is offered, with these queries at once."""

    queries: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A request, as far as a scripted model looks at it."""

    model: str
    question: str
    images: tuple[Image.Image, ...] = field(repr=False)
    results: tuple[str, ...]
    may_search: bool
    body: Mapping[str, Any] = field(repr=False)

    @property
    def judging(self) -> bool:
        """Whether it is to choose the best answer."""
        return "Which answer is the best?" in self.question

    @property
    def describing(self) -> bool:
        """Whether it is to describe a picture."""
        return self.question.startswith("Describe this picture")


Behaviour: TypeAlias = Callable[[Asked], str | Calls]


class OpenAIEndpoint:
    """`behave` says what a model answers. Models whose name begins with "blind" take no images."""

    def __init__(self, behave: Behaviour) -> None:
        self._behave = behave
        self.asked: list[Asked] = []
        self.app = Starlette(routes=[Route("/v1/chat/completions", self._complete, methods=["POST"])])

    async def _complete(self, request: Request) -> Response:
        body = await request.json()
        try:
            asked = _asked(body)
        except ValueError as refused:
            error = {"message": str(refused), "type": "invalid_request_error", "param": None, "code": None}
            return JSONResponse({"error": error}, 400)
        self.asked.append(asked)
        reply = self._behave(asked)
        tool = body["tools"][0]["function"]["name"] if isinstance(reply, Calls) else ""
        return StreamingResponse(_streamed(asked.model, reply, tool), media_type="text/event-stream")


def _asked(body: Mapping[str, Any]) -> Asked:
    messages = body["messages"]
    _check_calls(messages)
    if "tool_choice" in body and not body.get("tools"):
        raise ValueError("'tool_choice' is only allowed when 'tools' are specified.")
    user = max(place for place, message in enumerate(messages) if message["role"] == "user")
    images = tuple(_image(part) for message in messages for part in _parts(message) if part["type"] == "image_url")
    if images and body["model"].startswith("blind"):
        raise ValueError("This model does not support image inputs.")
    return Asked(
        model=body["model"],
        question="".join(part["text"] for part in _parts(messages[user]) if part["type"] == "text"),
        images=images,
        results=tuple(message["content"] for message in messages[user:] if message["role"] == "tool"),
        may_search=bool(body.get("tools")) and body.get("tool_choice", "auto") != "none",
        body=body,
    )


def _check_calls(messages: list[dict[str, Any]]) -> None:
    open_calls: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in open_calls:
                raise ValueError(
                    "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
                )
            open_calls.remove(message["tool_call_id"])
            continue
        if open_calls:
            raise ValueError(f"tool_call_ids did not have response messages: {', '.join(open_calls)}")
        for call in message.get("tool_calls", ()):
            json.loads(call["function"]["arguments"])
            open_calls.append(call["id"])
        if message["content"] is None and not open_calls:
            raise ValueError("Invalid value for 'content': expected a string, got null.")
    if open_calls:
        raise ValueError(f"tool_call_ids did not have response messages: {', '.join(open_calls)}")


def _parts(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    content = message["content"]
    return content if isinstance(content, list) else [{"type": "text", "text": content or ""}]


def _image(part: Mapping[str, Any]) -> Image.Image:
    head, _, data = part["image_url"]["url"].partition(",")
    if head not in {
        "data:image/jpeg;base64",
        "data:image/png;base64",
        "data:image/gif;base64",
        "data:image/webp;base64",
    }:
        raise ValueError("You uploaded an unsupported image.")
    image = Image.open(io.BytesIO(base64.b64decode(data, validate=True)))
    image.load()
    return image


def _streamed(model: str, reply: str | Calls, tool: str) -> Iterator[str]:
    def event(delta: Mapping[str, Any], finish: str | None = None, **more: Any) -> str:
        choices = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": model,
            "choices": choices,
        }
        return f"data: {json.dumps(chunk | more)}\n\n"

    yield event({"role": "assistant", "content": "" if isinstance(reply, str) else None})
    if isinstance(reply, str):
        yield from (event({"content": reply[at : at + _PIECE]}) for at in range(0, len(reply), _PIECE))
        yield event({}, "stop")
    else:
        for index, query in enumerate(reply.queries):
            arguments = json.dumps({"query": query})
            first = {"index": index, "id": f"call_{model}_{index}", "type": "function"}
            yield event({"tool_calls": [first | {"function": {"name": tool, "arguments": ""}}]})
            for at in range(0, len(arguments), _PIECE):
                piece = {"index": index, "function": {"arguments": arguments[at : at + _PIECE]}}
                yield event({"tool_calls": [piece]})
        yield event({}, "tool_calls")
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    yield event({}, choices=[], usage=usage)
    yield "data: [DONE]\n\n"
