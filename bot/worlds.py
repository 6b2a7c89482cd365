"""An arena's published boards, as the community's world boards."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar, cast

from arena.clients import ArenaError, ModelChorusClient
from arena.wire import CategoryBoard, FeedVote, HeadToHead, Modality, Standing, Stats
from bot.sources.translating import translated
from community.clock import Clock

Said = TypeVar("Said")

KEPT: Final = timedelta(seconds=60)
"""How long an answer is kept: as long as the arena itself caches it (ModelChorus's reference page, "Cache")."""
MOST_KEPT: Final = 64
DEFAULT_LOCALE: Final = "en"
"""A category needs a locale beside it; this one where none was said."""


class ArenaWorld:
    """Fulfils `community.boards.World` over one client."""

    def __init__(self, client: ModelChorusClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._answers: dict[Hashable, tuple[datetime, Any]] = {}

    async def board(
        self, modality: Modality, *, locale: str | None = None, category: str | None = None
    ) -> Sequence[Standing]:
        """The board, the best first. Only text boards have categories."""
        if modality is Modality.IMAGE:
            return await self._kept(lambda: self._client.image_leaderboard(locale=locale), "image", locale)
        beside = locale or (DEFAULT_LOCALE if category else None)
        return await self._kept(
            lambda: self._client.leaderboard(locale=beside, category=category), "text", beside, category
        )

    async def categories(self, *, locale: str | None = None) -> Sequence[CategoryBoard]:
        """The boards of all categories."""
        return await self._kept(lambda: self._client.category_leaderboards(locale=locale), "categories", locale)

    async def head_to_head(self, modality: Modality, *, locale: str | None = None) -> Sequence[HeadToHead]:
        """What every two models did against each other."""
        return await self._kept(
            lambda: self._client.head_to_head(modality=modality, locale=locale), "head-to-head", modality, locale
        )

    async def locales(self, modality: Modality) -> Sequence[str]:
        """The locales that have votes."""
        locales = await self._kept(self._client.locales, "locales")
        return locales.image if modality is Modality.IMAGE else locales.text

    async def totals(self) -> Stats:
        """How much there is in all."""
        return await self._kept(self._client.stats, "totals")

    async def feedback(self) -> Sequence[FeedVote]:
        """The latest votes that came with words."""
        return (await self._kept(self._client.feedback, "feedback")).data

    async def _kept(self, ask: Callable[[], Awaitable[Said]], *question: Hashable) -> Said:
        now = self._clock.now()
        known = self._answers.get(question)
        if known is not None and now - known[0] < KEPT:
            return cast("Said", known[1])
        try:
            said = await ask()
        except ArenaError as error:
            raise translated(error) from error
        if len(self._answers) >= MOST_KEPT:
            self._answers.clear()
        self._answers[question] = (now, said)
        return said
