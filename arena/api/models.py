"""`/api/v1/models`, `/models/availability` and `/stats`: what anybody may read."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from arena import wire
from arena.api.admitting import router_for
from arena.api.envelope import plain, success
from arena.api.views import availability_body, model_body, stats_body
from arena.engine.admission import Admission
from arena.engine.battles import BattleEngine
from arena.engine.values import Tier

_MODELS_CACHE: Final = 300
_STATS_CACHE: Final = 60
"""Seconds, from the Cache column of the reference page."""


def model_routes(engine: BattleEngine, admission: Admission) -> APIRouter:
    """The routes. Each accepts the page's `locale` parameter and ignores it: every model here takes every language."""
    router = router_for(Tier.ANONYMOUS, admission)

    @router.get("/models")
    async def list_models() -> JSONResponse:
        models = [model_body(card, since=engine.started_at) for card in engine.cards]
        return plain(wire.ModelList(object="list", data=models), cache_seconds=_MODELS_CACHE)

    @router.get("/models/availability")
    async def list_availability() -> JSONResponse:
        return success([availability_body(card) for card in engine.cards], cache_seconds=_MODELS_CACHE)

    @router.get("/stats")
    async def stats() -> JSONResponse:
        return success(stats_body(engine.cards, await engine.totals()), cache_seconds=_STATS_CACHE)

    return router
