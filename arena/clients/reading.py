"""What anybody may read of an arena: boards, models, feeds, totals, suggestions."""

from urllib.parse import urlencode

from arena.clients.session import Session, path_of
from arena.wire import (
    Availability,
    CategoryBoard,
    Data,
    FeedVote,
    HeadToHead,
    LocaleMode,
    Locales,
    Modality,
    Model,
    ModelComparison,
    ModelList,
    Page,
    Standing,
    Stats,
    Suggestion,
)

API = "/api/v1"


class Reader:
    """The methods that only read. Parameters that are None are left out, and the server's defaults hold.

    Every method raises `ArenaError`, and repeats what failed until the deadline.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    async def leaderboard(self, *, locale: str | None = None, category: str | None = None) -> list[Standing]:
        """The board of text battles. A category needs a locale beside it."""
        path = _path("/leaderboard", locale=locale, category=category)
        return (await self._session.get(path, Data[list[Standing]])).data

    async def image_leaderboard(self, *, locale: str | None = None) -> list[Standing]:
        """The board of image battles."""
        return (await self._session.get(_path("/leaderboard/image", locale=locale), Data[list[Standing]])).data

    async def category_leaderboards(self, *, locale: str | None = None) -> list[CategoryBoard]:
        """The boards of all categories."""
        path = _path("/leaderboard/categories", locale=locale)
        return (await self._session.get(path, Data[list[CategoryBoard]])).data

    async def head_to_head(
        self, *, modality: Modality | None = None, locale: str | None = None, locale_mode: LocaleMode | None = None
    ) -> list[HeadToHead]:
        """What every pair of models did against each other."""
        path = _path("/leaderboard/head-to-head", modality=modality, locale=locale, localeMode=locale_mode)
        return (await self._session.get(path, Data[list[HeadToHead]])).data

    async def locales(self, *, modality: Modality | None = None) -> Locales:
        """The locales that have votes."""
        return (await self._session.get(_path("/leaderboard/locales", modality=modality), Data[Locales])).data

    async def models(self, *, locale: str | None = None) -> list[Model]:
        """All models with what is known of them."""
        return (await self._session.get(_path("/models", locale=locale), ModelList)).data

    async def availability(self) -> list[Availability]:
        """All models, only with what goes in and comes out."""
        return (await self._session.get(_path("/models/availability"), Data[list[Availability]])).data

    async def model(self, name: str) -> Model:
        """One model, by its display name or slug."""
        return (await self._session.get(_path(f"/models{path_of(name)}"), Data[Model])).data

    async def comparisons(self, name: str, *, limit: int | None = None) -> list[ModelComparison]:
        """The latest battles of a model, by its display name or slug; `limit` is 1 to 50."""
        path = _path(f"/models{path_of(name, 'comparisons')}", limit=limit)
        return (await self._session.get(path, Data[list[ModelComparison]])).data

    async def recent_votes(self, *, limit: int | None = None) -> list[FeedVote]:
        """The latest votes with feedback; `limit` is 1 to 50."""
        return (await self._session.get(_path("/votes/recent", limit=limit), Data[list[FeedVote]])).data

    async def feedback(self, *, limit: int | None = None, cursor: str | None = None) -> Page[FeedVote]:
        """A page of the votes with feedback; `pagination.next_cursor` leads to the next one."""
        return await self._session.get(_path("/votes/feedback", limit=limit, cursor=cursor), Page[FeedVote])

    async def stats(self) -> Stats:
        """Totals of the whole arena."""
        return (await self._session.get(_path("/stats"), Data[Stats])).data

    async def suggestions(self, *, locale: str | None = None, modality: Modality | None = None) -> list[Suggestion]:
        """Prompts to begin with."""
        path = _path("/suggestions", locale=locale, modality=modality)
        return (await self._session.get(path, Data[list[Suggestion]])).data


def _path(path: str, **parameters: str | int | None) -> str:
    query = urlencode({name: value for name, value in parameters.items() if value is not None})
    return f"{API}{path}?{query}" if query else f"{API}{path}"
