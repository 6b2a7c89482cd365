"""`/api/v1/battle`, `/api/v1/fight`, `/api/health`: the API of Concurred."""

import json
from collections.abc import AsyncGenerator

from fastapi import APIRouter, Request
from fastapi.responses import Response

from arena.api.concurred.admitting import admitting_router
from arena.api.concurred.engines import Engines
from arena.api.envelope import plain
from arena.api.streaming import EventStream, while_connected
from arena.wire.concurred import BattleRequest, Event, FightRequest, Health, dump_event


def concurred_routes(engines: Engines) -> list[APIRouter]:
    """The routes, those that ask models and those that need no key."""
    asking = admitting_router(engines)
    open_ = APIRouter()

    @asking.post("/api/v1/battle")
    async def battle(body: BattleRequest, request: Request) -> Response:
        if body.stream:
            return EventStream(_written(await while_connected(request.receive, engines.battles.stream(body))))
        return plain(await while_connected(request.receive, engines.battles.run(body)))

    @asking.post("/api/v1/fight")
    async def fight(body: FightRequest, request: Request) -> Response:
        return EventStream(_written(await while_connected(request.receive, engines.fights.stream(body))))

    @open_.get("/api/health")
    async def health() -> Response:
        return plain(Health(status="ok"))

    return [asking, open_]


async def _written(events: AsyncGenerator[Event, None]) -> AsyncGenerator[str, None]:
    try:
        async for event in events:
            yield json.dumps(dump_event(event), ensure_ascii=False)
    finally:
        await events.aclose()
