"""A Concurred of the test's own, over real HTTP: it streams what it is told to, when it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.support.serving import serve

KEY = "ck_" + "5ec2e7" * 5
MODELS = ("kestrel-instruct", "marabou-large", "plover-mini")
MAKER, PAINTER = "AviaryWorks", "linnet-paint"
Json = dict[str, Any]


def answer(model: str, text: str, *urls: str) -> Json:
    """One model's whole answer."""
    pages = [{"url": url, "title": f"Page at {url}", "snippet": ""} for url in urls]
    return {"type": "agent_complete", "agent": model, "message": text, "citations": pages}


@dataclass
class ScriptedConcurred:
    """`refusal` instead of a stream, else `events` or a healthy answer of both; `cut` leaves out the end of the stream.

    A stream says who writes, and goes on once `go_on` is set. Models are listed while `lists` is set.
    """

    refusal: tuple[int, str] | None = None
    events: list[Json] | None = None
    cut: bool = False
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    lists: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lists.set()

    @property
    def app(self) -> Starlette:
        """The server."""
        return Starlette(
            routes=[Route("/api/v1/models", self._models), Route("/api/v1/battle", self._battle, methods=["POST"])]
        )

    async def _models(self, _request: Request) -> Response:
        """As a house arena lists them: with makers, and with one that only paints."""
        await self.lists.wait()
        listed = [{"id": model, "object": "model", "owned_by": MAKER} for model in MODELS]
        painter = {"id": PAINTER, "object": "model", "owned_by": MAKER, "outputModalities": ["image"]}
        return JSONResponse({"object": "list", "data": [*listed, painter]})

    async def _battle(self, request: Request) -> Response:
        body: Json = await request.json()
        self.asked.append(body)
        if self.refusal is not None:
            status, code = self.refusal
            return JSONResponse({"error": {"code": code, "message": "No."}}, status)
        return StreamingResponse(self._stream(body["models"]), media_type="text/event-stream")

    async def _stream(self, models: list[str]) -> AsyncIterator[str]:
        yield _event({"type": "session_start", "mode": "battle", "agents": models})
        await self.go_on.wait()
        told = [answer(model, f"So says {index}.") for index, model in enumerate(models)]
        for event in told if self.events is None else self.events:
            yield _event(event)
        if not self.cut:
            yield _event({"type": "session_complete"})


def _event(event: Json) -> str:
    return f"data: {json.dumps(event)}\n\n"


@asynccontextmanager
async def served(concurred: ScriptedConcurred) -> AsyncIterator[str]:
    """Its address for as long as the block lasts."""
    async with serve(concurred.app) as url:
        yield url
