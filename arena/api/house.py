"""`/house`: what this arena tells of itself, beside the published API."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from arena import wire
from arena.api.admitting import router_for
from arena.api.caching import AnswerCache
from arena.engine.admission import Admission
from arena.engine.boards import Boards
from arena.engine.draws import Draws
from arena.engine.values import Tier
from arena.wire import Data

HOUSE_CACHE: Final = 60
"""Seconds, as for the boards: pairs are drawn by them, and style is taken out of them."""


def house_routes(boards: Boards, draws: Draws, cache: AnswerCache, admission: Admission) -> APIRouter:
    """The routes."""
    router = router_for(Tier.ANONYMOUS, admission, cache, prefix="/house")

    async def report() -> Data[list[wire.ModelDraws]]:
        return Data(
            data=[
                wire.ModelDraws(
                    model_id=row.slug,
                    model_name=row.name,
                    modality=row.modality.value,
                    battles=row.battles,
                    share=round(row.share, 4),
                    resting=row.resting,
                )
                for row in await draws.report()
            ]
        )

    @router.get("/draws")
    async def how_often_drawn() -> Response:
        return await cache.answer(HOUSE_CACHE, report)

    async def effects() -> Data[list[wire.StyleEffect]]:
        return Data(
            data=[
                wire.StyleEffect(
                    feature=one.feature,
                    points=round(one.points, 1),
                    lower=round(one.lower, 1),
                    upper=round(one.upper, 1),
                )
                for one in await boards.style_effects()
            ]
        )

    @router.get("/style")
    async def worth_of_style() -> Response:
        return await cache.answer(HOUSE_CACHE, effects)

    return router
