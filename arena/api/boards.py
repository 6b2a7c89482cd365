"""`/api/v1/leaderboard` and what stands below it."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from arena import wire
from arena.api.admitting import router_for
from arena.api.board_views import board_body, meeting_body
from arena.api.caching import AnswerCache
from arena.api.parameters import LocaleParameter
from arena.engine.admission import Admission
from arena.engine.boards import Boards
from arena.engine.errors import BadRequest
from arena.engine.values import Tier
from arena.wire import Category, CategoryBoard, Data, HeadToHead, LocaleMode, Locales, Modality

BOARD_CACHE: Final = 60
LOCALES_CACHE: Final = 300
"""Seconds, from the Cache column of the reference page."""

DaysParameter = Annotated[
    int | None,
    Query(
        ge=1,
        le=90,
        description="Count only the votes of the last so many days. This arena's own; not part of the published API.",
    ),
]
CategoryParameter = Annotated[Category | None, Query(description="A category slug; needs a locale beside it.")]
CountedModality = Annotated[Modality, Query(description="Which battles to count.")]
ListedModality = Annotated[Modality | None, Query(description="Only this modality's list.")]
Mode = Annotated[LocaleMode, Query(alias="localeMode", description="How the locale is applied.")]


class _Pages:
    """Makes the bodies that are then kept."""

    def __init__(self, boards: Boards) -> None:
        self._boards = boards

    async def board(
        self, modality: Modality, locale: str | None, category: str | None, days: int | None
    ) -> Data[list[wire.Standing]]:
        return Data(data=board_body(await self._boards.board(modality, locale=locale, category=category, days=days)))

    async def categories(self, locale: str | None, days: int | None) -> Data[list[CategoryBoard]]:
        found = await self._boards.category_boards(locale=locale, days=days)
        chosen = [category.value for category in Category if category in found]
        return Data(data=[CategoryBoard(category=name, rankings=board_body(found[name])) for name in chosen])

    async def head_to_head(
        self, modality: Modality, locale: str | None, mode: LocaleMode, days: int | None
    ) -> Data[list[HeadToHead]]:
        meetings = await self._boards.head_to_head(modality, locale=locale, mode=mode, days=days)
        return Data(data=[meeting_body(meeting) for meeting in meetings])

    async def locales(self, modality: Modality | None) -> Data[Locales]:
        found = await self._boards.locales()
        chosen = Modality if modality is None else (modality,)
        return Data(data=Locales(**{one.value: list(found.get(one, ())) for one in chosen}))


def board_routes(boards: Boards, cache: AnswerCache, admission: Admission) -> APIRouter:
    """The routes."""
    router = router_for(Tier.ANONYMOUS, admission, cache)
    pages = _Pages(boards)

    @router.get("/leaderboard")
    async def leaderboard(
        locale: LocaleParameter = None, category: CategoryParameter = None, days: DaysParameter = None
    ) -> Response:
        if category is not None and locale is None:
            raise BadRequest("The parameter category needs the parameter locale beside it.")
        return await cache.answer(BOARD_CACHE, pages.board, Modality.TEXT, locale, category, days)

    @router.get("/leaderboard/image")
    async def image_leaderboard(locale: LocaleParameter = None, days: DaysParameter = None) -> Response:
        return await cache.answer(BOARD_CACHE, pages.board, Modality.IMAGE, locale, None, days)

    @router.get("/leaderboard/categories")
    async def category_leaderboards(locale: LocaleParameter = None, days: DaysParameter = None) -> Response:
        return await cache.answer(BOARD_CACHE, pages.categories, locale, days)

    @router.get("/leaderboard/head-to-head")
    async def head_to_head(
        modality: CountedModality = Modality.TEXT,
        locale: LocaleParameter = None,
        mode: Mode = LocaleMode.EXACT,
        days: DaysParameter = None,
    ) -> Response:
        return await cache.answer(BOARD_CACHE, pages.head_to_head, modality, locale, mode, days)

    @router.get("/leaderboard/locales")
    async def board_locales(modality: ListedModality = None) -> Response:
        return await cache.answer(LOCALES_CACHE, pages.locales, modality)

    return router
