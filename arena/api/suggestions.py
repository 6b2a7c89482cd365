"""`/api/v1/suggestions`: prompts to begin with."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from arena.api.admitting import router_for
from arena.api.caching import AnswerCache
from arena.engine.admission import Admission
from arena.engine.suggestions import Suggestions
from arena.engine.values import Tier
from arena.wire import Data, Locale, Modality, Suggestion

SUGGESTIONS_CACHE: Final = 300
"""Seconds, from the Cache column of the reference page."""

SuggestedLocale = Annotated[Locale, Query(description="Whose language to suggest in.")]
SuggestedModality = Annotated[Modality, Query(description="What the prompts are for.")]


def suggestion_routes(suggestions: Suggestions, cache: AnswerCache, admission: Admission) -> APIRouter:
    """The route."""
    router = router_for(Tier.ANONYMOUS, admission, cache)

    async def page(locale: str, modality: Modality) -> Data[list[Suggestion]]:
        language, prompts = suggestions.for_locale(locale, modality)
        return Data(data=[Suggestion(prompt=prompt, locale=language, modality=modality.value) for prompt in prompts])

    @router.get("/suggestions")
    async def suggest(locale: SuggestedLocale = "en", modality: SuggestedModality = Modality.TEXT) -> Response:
        return await cache.answer(SUGGESTIONS_CACHE, page, locale, modality)

    return router
