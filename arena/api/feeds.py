"""`/api/v1/votes`: what voters wrote."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from arena.api.admitting import router_for
from arena.api.board_views import feed_body
from arena.api.caching import AnswerCache
from arena.api.parameters import DEFAULT_LIMIT, Limit
from arena.engine.admission import Admission
from arena.engine.feeds import Feeds
from arena.engine.values import Tier
from arena.wire import Data, FeedVote, Page, Pagination

FEED_CACHE: Final = 15
"""Seconds, from the Cache column of the reference page."""

Cursor = Annotated[str | None, Query(description="`nextCursor` of the page before.")]


def feed_routes(feeds: Feeds, cache: AnswerCache, admission: Admission) -> APIRouter:
    """The routes."""
    router = router_for(Tier.ANONYMOUS, admission, cache)

    async def recent(limit: int) -> Data[list[FeedVote]]:
        return Data(data=feed_body(await feeds.recent(limit=limit)))

    async def page(limit: int, cursor: str | None) -> Page[FeedVote]:
        votes, following = await feeds.feedback(limit=limit, cursor=cursor)
        pagination = Pagination(has_more=following is not None, next_cursor=following)
        return Page(data=feed_body(votes), pagination=pagination)

    @router.get("/votes/recent")
    async def recent_votes(limit: Limit = DEFAULT_LIMIT) -> Response:
        return await cache.answer(FEED_CACHE, recent, limit)

    @router.get("/votes/feedback")
    async def feedback(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> Response:
        return await cache.answer(FEED_CACHE, page, limit, cursor)

    return router
