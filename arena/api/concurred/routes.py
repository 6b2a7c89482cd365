"""Concurred's API: `/api/v1/battle`, `/api/v1/fight`, `/api/v1/chat/completions`, `/api/chat` and `/api/health`.

`GET /api/v1/models` is the same in both APIs and stands with ModelChorus's.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response

from arena.api.concurred.admitting import COMPLETIONS, admitting_router
from arena.api.concurred.completions import complete
from arena.api.concurred.engines import Engines
from arena.api.envelope import plain
from arena.api.streaming import EventStream, while_connected
from arena.wire.concurred import (
    BattleRequest,
    ChatRequest,
    CompletionRequest,
    Event,
    FightRequest,
    Health,
    LegacyRequest,
    dump_event,
)


def concurred_routes(engines: Engines) -> list[APIRouter]:
    """The routes, those that ask models and the one that needs no key."""
    asking, open_ = admitting_router(engines), APIRouter()

    @asking.post("/api/v1/battle")
    async def battle(body: BattleRequest, request: Request) -> Response:
        return await _battle(body, request, engines)

    @asking.post("/api/v1/fight")
    async def fight(body: FightRequest, request: Request) -> Response:
        return await _fight(body, request, engines)

    @asking.post(COMPLETIONS)
    async def chat_completion(body: CompletionRequest, request: Request) -> Response:
        return await complete(body, request, engines.completions)

    @asking.post("/api/chat")
    async def chat(body: Annotated[LegacyRequest, Body(discriminator="mode")], request: Request) -> Response:
        match body:
            case ChatRequest():
                return await complete(body.completion(), request, engines.completions)
            case BattleRequest():
                return await _battle(body, request, engines)
            case FightRequest():
                return await _fight(body, request, engines)

    @open_.get("/api/health")
    async def health() -> Response:
        return plain(Health(status="ok"))

    return [asking, open_]


async def _battle(body: BattleRequest, request: Request, engines: Engines) -> Response:
    if body.stream:
        return EventStream(_written(await while_connected(request.receive, engines.battles.stream(body))))
    return plain(await while_connected(request.receive, engines.battles.run(body)))


async def _fight(body: FightRequest, request: Request, engines: Engines) -> Response:
    return EventStream(_written(await while_connected(request.receive, engines.fights.stream(body))))


async def _written(events: AsyncGenerator[Event, None]) -> AsyncGenerator[str, None]:
    async with aclosing(events):
        async for event in events:
            yield json.dumps(dump_event(event), ensure_ascii=False)
