"""The latest fit of each board: begun where the last one ended, and made beside the event loop."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import structlog

from arena.engine.boards.rating import rate, styled
from arena.engine.boards.values import BoardStore, PairCount
from arena.engine.errors import NotRated, NotSaved
from arena.engine.values import Clock, Pair
from arena.ratings import Board, NotConverged, Prior, Style, StyleBoard, StyledBattle, rate_with_style
from arena.wire import Modality

log = structlog.get_logger(__name__)

FRESH: Final = timedelta(minutes=1)
"""So old may the board be by which pairs are drawn: as old as the one that everybody sees."""
_MOST: Final = 100
"""Boards kept to begin the next fit with. Strangers choose locales, so there has to be an end."""
_PAGE: Final = 200
"""Votes that are read in one go, and where nobody has looked at them yet their answers too."""
_LATE: Final = timedelta(minutes=1)
"""A vote may be stored after one that was cast later, but not by more than this."""


class BoardName(NamedTuple):
    """Which board: None for every locale, for every category, and for all time instead of the last so many days."""

    modality: Modality
    locale: str | None = None
    category: str | None = None
    days: int | None = None


class Fits:
    """Fits boards. Whoever shows them decides how long they are good. Use `open_fits` to get one."""

    def __init__(self, store: BoardStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._boards: dict[BoardName, Board] = {}
        self._asked: dict[Modality, datetime] = {}
        self._renewing: dict[Modality, asyncio.Task[None]] = {}
        self._outdated: set[Modality] = set()
        self._votes: dict[str, StyledBattle] = {}
        self._newest: datetime | None = None
        self._style: StyleBoard | None = None
        self._styling = asyncio.Lock()

    async def fit(self, name: BoardName, pairs: Sequence[PairCount]) -> Board:
        """The board of these counts.

        Raises:
            NotRated: there is no result that may be shown.
        """
        try:
            board = await asyncio.to_thread(rate, pairs, self._boards.get(name))
        except NotConverged as error:
            raise NotRated("The ratings of this board could not be computed. No vote is lost; try later.") from error
        self._boards.pop(name, None)
        self._boards[name] = board
        for oldest in [one for one in self._boards if one != BoardName(one.modality)][:-_MOST]:
            del self._boards[oldest]
        if name == BoardName(name.modality):
            self._asked[name.modality] = self._clock()
        return board

    def known(self, modality: Modality) -> Board | None:
        """The last board of all battles, at once; None before the first. One that is too old is then made anew."""
        asked = self._asked.get(modality)
        if asked is None or self._clock() - asked >= FRESH:  # other processes have votes too
            self.renew(modality)
        return self._boards.get(BoardName(modality))

    def renew(self, modality: Modality) -> None:
        """Have the board of all battles made anew in the background, with every vote that was stored until now.

        Many who ask while it is being made have it made once more.
        """
        self._asked[modality] = self._clock()
        self._outdated.add(modality)
        if modality not in self._renewing:
            self._renewing[modality] = asyncio.create_task(self._renew(modality), name=f"fitting the {modality} board")

    async def refresh(self, modality: Modality) -> None:
        """Fit the board of all battles. Where that cannot be done, the last one stays."""
        self._asked[modality] = self._clock()
        try:
            await self.fit(BoardName(modality), await self._store.pairs(modality))
        except Exception:
            log.exception("board.not_fitted", modality=modality)

    async def _renew(self, modality: Modality) -> None:
        while modality in self._outdated:
            self._outdated.discard(modality)
            await self.refresh(modality)
        del self._renewing[modality]  # at once, so that whoever asks from now on begins anew

    async def with_style(self) -> StyleBoard | None:
        """All text battles with style taken out, and what style is worth; None where there is none that may be shown.

        Only votes that are new since the last time are read, and of those only how their answers looked.
        """
        async with self._styling:
            await self._look_at_new_votes()
            try:
                self._style = await asyncio.to_thread(
                    rate_with_style, list(self._votes.values()), prior=Prior(), warm=self._style
                )
            except NotConverged:
                log.warning("board.no_style", votes=len(self._votes))
                return None
            return self._style

    async def stop(self) -> None:
        """End the fits that nobody waits for."""
        tasks = list(self._renewing.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look_at_new_votes(self) -> None:
        place = None if self._newest is None else (self._newest - _LATE, "")
        while votes := await self._store.judged(after=place, limit=_PAGE):
            new = [vote for vote in votes if vote.id not in self._votes]
            looks = await self._look_at([vote.id for vote in new if vote.styles is None])
            self._votes |= {vote.id: styled(vote, vote.styles or looks[vote.id]) for vote in new}
            self._newest = votes[-1].at
            place = self._newest, votes[-1].id

    async def _look_at(self, votes: Sequence[str]) -> dict[str, Pair[Style]]:
        """How the answers of votes from before looks were kept look; from now on that is kept too."""
        if not votes:
            return {}
        looks = await asyncio.to_thread(_looks, await self._store.texts(votes))
        with suppress(NotSaved):  # then the next process looks once more
            await self._store.keep_styles(looks)
        return looks


def _looks(texts: Mapping[str, Pair[str]]) -> dict[str, Pair[Style]]:
    return {vote: Pair(Style.of(both.a), Style.of(both.b)) for vote, both in texts.items()}


@asynccontextmanager
async def open_fits(store: BoardStore, clock: Clock) -> AsyncIterator[Fits]:
    """Fits that know the boards there are, until the block ends."""
    fits = Fits(store, clock)
    for modality in Modality:
        await fits.refresh(modality)
    try:
        yield fits
    finally:
        await fits.stop()
