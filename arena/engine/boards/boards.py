"""The use cases: one board, all category boards, head-to-head, locales."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from arena.engine.boards.fits import BoardName, Fits
from arena.engine.boards.standings import Standing, standings
from arena.engine.boards.values import BoardStore, PairCount
from arena.engine.values import Clock
from arena.ratings import StyleEffect
from arena.wire import LocaleMode, Modality, ModelCard, language_of


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two models, by the names they are shown under, and what they did against each other."""

    name_first: str
    name_second: str
    count: PairCount


class Boards:
    """Reads boards. Every call reads and fits anew: whoever serves them decides how long an answer is good.

    `days` counts only the votes of the last so many times 24 hours; None counts all there ever were.
    """

    def __init__(self, store: BoardStore, fits: Fits, cards: Sequence[ModelCard], clock: Clock) -> None:
        """`cards` are the configured models, whose names and prices are shown."""
        self._store = store
        self._fits = fits
        self._clock = clock
        self._cards: Mapping[str, ModelCard] = {card.slug: card for card in cards}

    async def board(
        self, modality: Modality, *, locale: str | None = None, category: str | None = None, days: int | None = None
    ) -> list[Standing]:
        """The standings of one modality, in one locale and category or in all; empty without counted votes.

        Ratings with style taken out stand on the board of all text battles alone.

        Raises:
            NotRated: the fit came to no result that may be shown.
        """
        pairs = await self._store.pairs(modality, category=category, locales=_only(locale), since=self._since(days))
        name = BoardName(modality, locale, category, days)
        style = await self._fits.with_style() if name == BoardName(Modality.TEXT) else None
        board = await self._fits.fit(name, pairs)
        without = None if style is None else style.board
        return standings(pairs, board, await self._store.models(), self._cards, style=without)

    async def style_effects(self) -> Sequence[StyleEffect]:
        """What each feature of style is worth to a text answer; empty without counted votes, or where nobody knows."""
        style = await self._fits.with_style()
        return () if style is None or not style.board.votes else style.effects

    async def category_boards(self, *, locale: str | None = None, days: int | None = None) -> dict[str, list[Standing]]:
        """The standings of text battles in every category that has counted votes.

        Raises:
            NotRated: a fit came to no result that may be shown.
        """
        by_category = await self._store.pairs_by_category(Modality.TEXT, locales=_only(locale), since=self._since(days))
        ranked = await self._store.models()
        found = {}
        for category, pairs in by_category.items():
            board = await self._fits.fit(BoardName(Modality.TEXT, locale, category, days), pairs)
            found[category] = standings(pairs, board, ranked, self._cards)
        return found

    async def head_to_head(
        self,
        modality: Modality,
        *,
        locale: str | None = None,
        mode: LocaleMode = LocaleMode.EXACT,
        days: int | None = None,
    ) -> list[Meeting]:
        """Every pair that met, the one with the most votes first.

        `locale` means itself alone (exact), every locale of its language (language), or itself if it has counted votes
        and else its language (hybrid).
        """
        locales = await self._locales(modality, locale, mode)
        pairs = await self._store.pairs(modality, locales=locales, since=self._since(days))
        ranked = await self._store.models()
        names = {slug: model.name for slug, model in ranked.items()}
        names |= {slug: card.name for slug, card in self._cards.items()}
        meetings = [Meeting(names[pair.first], names[pair.second], pair) for pair in pairs]
        return sorted(meetings, key=lambda meeting: (-_votes(meeting.count), meeting.name_first, meeting.name_second))

    async def locales(self) -> Mapping[Modality, Sequence[str]]:
        """The locales with counted votes."""
        return await self._store.locales()

    async def _locales(self, modality: Modality, locale: str | None, mode: LocaleMode) -> list[str] | None:
        if locale is None or mode is LocaleMode.EXACT:
            return _only(locale)
        known = (await self._store.locales()).get(modality, ())
        if mode is LocaleMode.HYBRID and locale in known:
            return [locale]
        return [other for other in known if language_of(other) == language_of(locale)]

    def _since(self, days: int | None) -> datetime | None:
        return None if days is None else self._clock() - timedelta(days=days)


def _only(locale: str | None) -> list[str] | None:
    return None if locale is None else [locale]


def _votes(pair: PairCount) -> int:
    return pair.wins_first + pair.wins_second + pair.ties + pair.both_bad
