"""Somebody else's OpenAI-compatible endpoint, which does what a test tells it to."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

DONE = b"data: [DONE]\n\n"


def event(data: object) -> bytes:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def delta(text: str | None = None, *, finish: str | None = None, **more: str) -> bytes:
    return event({"choices": [{"index": 0, "delta": {"content": text, **more}, "finish_reason": finish}]})


def usage(prompt: int, completion: int) -> bytes:
    return event({"choices": [], "usage": {"prompt_tokens": prompt, "completion_tokens": completion}})


@dataclass
class Play(Response):
    """One response: its pieces, each its own HTTP chunk, and then its end, a cut connection, or silence."""

    pieces: Sequence[bytes] = ()
    then: Literal["end", "cut", "hang"] = "end"
    status: int = 200
    content_type: str = "text/event-stream"
    headers_too: dict[str, str] = field(default_factory=dict)
    began: asyncio.Event = field(default_factory=asyncio.Event)
    client_left: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self.began.set()
        headers = {"content-type": self.content_type, **self.headers_too}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        for piece in self.pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if self.then == "hang":
            while (await receive())["type"] != "http.disconnect":
                pass
            self.client_left.set()
        elif self.then == "end":
            await send({"type": "http.response.body", "body": b"", "more_body": False})


class ForeignEndpoint:
    """Plays its plays in order and keeps the requests."""

    def __init__(self, *plays: Play) -> None:
        self._plays = list(plays)
        self.bodies: list[Any] = []
        self.authorizations: list[str | None] = []
        self.app = Starlette(routes=[Route("/v1/chat/completions", self._complete, methods=["POST"])])

    async def _complete(self, request: Request) -> Response:
        self.bodies.append(await request.json())
        self.authorizations.append(request.headers.get("authorization"))
        return self._plays.pop(0)
