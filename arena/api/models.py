"""`/api/v1/models` and what stands below it, and `/stats`."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from arena.api.admitting import router_for
from arena.api.board_views import comparisons_body
from arena.api.caching import AnswerCache
from arena.api.parameters import DEFAULT_LIMIT, Limit, LocaleParameter
from arena.api.pictures import base_url_of
from arena.api.views import availability_body, model_body, stats_body
from arena.engine.admission import Admission
from arena.engine.battles import BattleEngine
from arena.engine.feeds import Feeds
from arena.engine.values import Tier
from arena.wire import Availability, Data, Model, ModelComparison, ModelList, Stats

MODELS_CACHE: Final = 300
COMPARISONS_CACHE: Final = 30
STATS_CACHE: Final = 60
"""Seconds, from the Cache column of the reference page."""


class _Pages:
    """Makes the bodies that are then kept."""

    def __init__(self, engine: BattleEngine, feeds: Feeds) -> None:
        self._engine = engine
        self._feeds = feeds

    async def models(self) -> ModelList:
        models = [model_body(card, since=self._engine.started_at) for card in self._engine.cards]
        return ModelList(object="list", data=models)

    async def availability(self) -> Data[list[Availability]]:
        return Data(data=[availability_body(card) for card in self._engine.cards])

    async def model(self, name: str) -> Data[Model]:
        return Data(data=model_body(self._feeds.card(name), since=self._engine.started_at))

    async def comparisons(self, name: str, limit: int, base_url: str) -> Data[list[ModelComparison]]:
        return Data(data=comparisons_body(await self._feeds.comparisons(name, limit=limit), base_url=base_url))

    async def stats(self) -> Data[Stats]:
        return Data(data=stats_body(self._engine.cards, await self._engine.totals()))


def model_routes(engine: BattleEngine, feeds: Feeds, cache: AnswerCache, admission: Admission) -> APIRouter:
    """The routes. `locale` is checked and changes nothing: every model here takes every language.

    A name may hold a slash, so the longer address is looked at first.
    """
    router = router_for(Tier.ANONYMOUS, admission, cache)
    pages = _Pages(engine, feeds)

    @router.get("/models")
    async def list_models(locale: LocaleParameter = None) -> Response:  # noqa: ARG001 - checked by being declared
        return await cache.answer(MODELS_CACHE, pages.models)

    @router.get("/models/availability")
    async def list_availability() -> Response:
        return await cache.answer(MODELS_CACHE, pages.availability)

    @router.get("/models/{name:path}/comparisons")
    async def model_comparisons(name: str, request: Request, limit: Limit = DEFAULT_LIMIT) -> Response:
        return await cache.answer(COMPARISONS_CACHE, pages.comparisons, name, limit, base_url_of(request))

    @router.get("/models/{name:path}")
    async def one_model(name: str) -> Response:
        return await cache.answer(MODELS_CACHE, pages.model, name)

    @router.get("/stats")
    async def stats() -> Response:
        return await cache.answer(STATS_CACHE, pages.stats)

    return router
