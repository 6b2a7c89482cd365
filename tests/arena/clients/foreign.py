"""Arenas that are not ours: one that says whatever a test wants, and one that behaves badly below HTTP."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from arena.clients import ModelChorusClient
from tests.support.trust import TRUST

KEY = "mc_0123456789abcdef0123456789abcdef"

BATTLE: dict[str, Any] = {"data": {"id": "b1", "responsesReady": True, "comparisons": []}}
CREATED: dict[str, Any] = {"data": {"id": "b1", "status": "initializing", "pollIntervalMs": 2000}}
STATS: dict[str, Any] = {
    "data": {
        "totalModels": 3,
        "totalTextModels": 2,
        "totalImageModels": 1,
        "totalTextVotes": 20,
        "totalImageVotes": 10,
        "totalVotes": 30,
    }
}


def error(code: str, status: int, message: str = "No.", **headers: str) -> JSONResponse:
    """An error envelope; an underscore in a header's name stands for a dash."""
    return JSONResponse(
        {"error": {"code": code, "message": message}},
        status,
        {name.replace("_", "-"): value for name, value in headers.items()},
    )


@dataclass(frozen=True)
class Received:
    """A request as the arena saw it."""

    method: str
    raw_path: str
    headers: dict[str, str]
    body: Any
    query: dict[str, str]


@dataclass
class ForeignArena:
    """Gives the scripted answers in order, the last one for ever, and remembers what it was asked."""

    script: list[Response | dict[str, Any]] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    def answers(self, *script: Response | dict[str, Any]) -> None:
        self.script = list(script)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        sent = await request.body()
        self.received.append(
            Received(
                request.method,
                scope["raw_path"].decode(),
                dict(request.headers),
                json.loads(sent) if sent else None,
                dict(request.query_params),
            )
        )
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        response = JSONResponse(answer) if isinstance(answer, dict) else answer
        await response(scope, receive, send)


@contextlib.asynccontextmanager
async def client_of(base_url: str, **options: Any) -> AsyncIterator[ModelChorusClient]:
    """A client with connections of its own."""
    async with httpx.AsyncClient(verify=TRUST) as http:
        yield ModelChorusClient(http, base_url=base_url, key=SecretStr(options.pop("key", KEY)), **options)


Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[object]]


@dataclass
class RawArena:
    """Counts the requests that it has read whole, and then does with the connection what the test says."""

    behaviour: Behaviour
    requests: int = 0
    _serving: set[asyncio.Task[object]] = field(default_factory=set)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if task := asyncio.current_task():
            self._serving.add(task)
        with contextlib.suppress(ConnectionError):
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [line for line in head.lower().splitlines() if line.startswith(b"content-length:")]
            await reader.readexactly(int(lengths[0].split(b":")[1]) if lengths else 0)
            self.requests += 1
            await self.behaviour(reader, writer)
        with contextlib.suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Yield the base URL. The client is closed first, which ends every behaviour."""
        server = await asyncio.start_server(self._serve, "127.0.0.1")
        async with server:
            host, port = server.sockets[0].getsockname()
            yield f"http://{host}:{port}"
            if self._serving:
                await asyncio.wait(self._serving, timeout=5)
