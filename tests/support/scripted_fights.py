"""The fights of a Concurred of the test's own, over real HTTP: each question's stream is what the test lets come."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from arena.wire.concurred import CONCURRED_HTTP_STATUS, ConcurredErrorCode
from tests.support.scripted_concurred import KEY
from tests.support.serving import serve

MODELS = ("claude", "gpt", "gemini", "mistral")
Json = dict[str, Any]


@dataclass
class Stream:
    """What comes for one question. `asked` are the bodies; `left` is set when the client has gone away."""

    refusal: str | None = None
    pieces: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)
    asked: list[Json] = field(default_factory=list)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    def brings(self, *events: Json) -> None:
        """Let these events come."""
        for event in events:
            self.pieces.put_nowait(f"data: {json.dumps(event)}\n\n".encode())

    def breaks(self) -> None:
        """Let the connection end here."""
        self.pieces.put_nowait(None)


class ScriptedFights:
    """The server. A question that was not expected gets a stream in which nothing comes."""

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        self.listed: list[Json] | None = [{"id": model, "object": "model"} for model in MODELS]
        """The models, None where the list cannot be had."""
        self.app = Starlette(
            routes=[
                Route("/api/v1/fight", self._fight, methods=["POST"]),
                Route("/api/v1/models", self._models, methods=["GET"]),
            ]
        )

    def expect(self, question: str, events: Iterable[Json] = (), *, refusal: str | None = None) -> Stream:
        """Get ready for this question."""
        stream = self.streams[question] = Stream(refusal)
        stream.brings(*events)
        return stream

    async def _models(self, _request: Request) -> Response:
        if self.listed is None:
            return JSONResponse({"error": {"code": "FORBIDDEN", "message": "No."}}, 403)
        return JSONResponse({"object": "list", "data": self.listed})

    async def _fight(self, request: Request) -> Response:
        body = await request.json()
        stream = self.streams.setdefault(body["message"], Stream())
        stream.asked.append(body)
        if stream.refusal is not None or request.headers.get("authorization") != f"Bearer {KEY}":
            code = ConcurredErrorCode(stream.refusal or ConcurredErrorCode.UNAUTHORIZED)
            error = {"error": {"code": code, "message": "That cannot be."}}
            return JSONResponse(error, CONCURRED_HTTP_STATUS[code])
        return StreamingResponse(_pieces(stream), media_type="text/event-stream")


async def _pieces(stream: Stream) -> AsyncIterator[bytes]:
    stream.opened.set()
    try:
        while (piece := await stream.pieces.get()) is not None:
            yield piece
    finally:
        stream.left.set()


@asynccontextmanager
async def served(fights: ScriptedFights) -> AsyncIterator[str]:
    """The server's address for as long as the block lasts."""
    async with serve(fights.app) as url:
        yield url
