"""Streams as a foreign Concurred sends them, and what a client makes of them."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx
from pydantic import SecretStr
from starlette.responses import Response

from arena.clients import ConcurredClient
from arena.wire.concurred import BattleRequest, ChatRequest, CompletionRequest, FightRequest
from tests.arena.clients.foreign import Behaviour
from tests.support.trust import TRUST

Item = TypeVar("Item")

CK = "ck_0123456789abcdef0123456789abcdef"
EXAMPLES = Path(__file__).parents[2] / "wire" / "concurred" / "examples"
RECORDED = (EXAMPLES / "fight.sse").read_bytes()
EVENTS: list[dict[str, Any]] = [json.loads(line.removeprefix(b"data: ")) for line in RECORDED.splitlines() if line]

FIGHT = FightRequest(message="What is the meaning of life?", models="claude,gpt,grok,gemini", rounds=2)
BATTLE = BattleRequest(message="Explain machine learning", models=["claude", "gpt"])
CHAT = ChatRequest(message="Why?", model="claude")
COMPLETION = CompletionRequest.model_validate_json((EXAMPLES / "completion-request.json").read_bytes())


def sse(*events: dict[str, Any] | str) -> bytes:
    return b"".join(f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode() for event in events)


def stream(*events: dict[str, Any] | str) -> Response:
    """A stream that ends after the events, in good HTTP."""
    return Response(sse(*events), media_type="text/event-stream")


def piece(text: str | None = None, finish: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}]}


async def gathered(events: AsyncGenerator[Item, None]) -> tuple[list[Item], Exception | None]:
    """All that came, and what ended it."""
    came: list[Item] = []
    try:
        async with contextlib.aclosing(events):
            async for event in events:
                came.append(event)  # noqa: PERF401 - what came before an error is the point
    except Exception as failure:  # noqa: BLE001 - the tests look at its type
        return came, failure
    return came, None


@contextlib.asynccontextmanager
async def concurred_of(base_url: str, **options: Any) -> AsyncIterator[ConcurredClient]:
    """A client with connections of its own."""
    async with httpx.AsyncClient(verify=TRUST) as http:
        yield ConcurredClient(http, base_url=base_url, key=SecretStr(options.pop("key", CK)), **options)


def sends(body: bytes, then: Behaviour) -> Behaviour:
    """Begin a chunked stream with `body`, and then do something with the connection."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        if body:
            writer.write(b"%x\r\n%s\r\n" % (len(body), body))
        await writer.drain()
        await then(reader, writer)

    return behave


async def hang_up(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Close the connection in the middle of the body."""


async def reset(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break the connection."""
    writer.transport.abort()


async def stay_silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Say nothing until the client hangs up."""
    await reader.read()


async def keep_alive_for_ever(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send comments until the client hangs up."""
    while True:
        writer.write(b"e\r\n: keep-alive\n\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


def noticing(gone: asyncio.Event) -> Behaviour:
    """Set `gone` when the client has closed the connection."""

    async def behave(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read()
        finally:
            gone.set()

    return behave


Streaming = Callable[[ConcurredClient], AsyncGenerator[Any, None]]

STREAMS: list[tuple[Streaming, bytes]] = [
    (lambda client: client.stream_fight(FIGHT), RECORDED),
    (lambda client: client.stream_chat(FIGHT), RECORDED),
    (
        lambda client: client.stream_battle(BATTLE),
        sse({"type": "agent_start", "agent": "gpt"}, {"type": "agent_complete", "agent": "gpt", "message": "Yes."}),
    ),
    (lambda client: client.stream_completion(COMPLETION), sse(piece("Ru"), piece("st."))),
    (lambda client: client.stream_chat(CHAT), sse(piece("Ru"), piece("st."))),
]
"""Every method that streams, with some of what it may be sent."""
