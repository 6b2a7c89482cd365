"""A guild's boards and its members' own, from what is counted of its battles."""

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import structlog

from arena.ratings import Board, PairTable, Prior
from arena.wire import Modality
from community.boards.expecting import Expectations
from community.boards.ports import BoardStore
from community.boards.rating import rated
from community.boards.values import Counts, Filters, GuildBoard, Moment, Placing, Posted
from community.clock import Clock
from community.errors import BoardUnrated

log = structlog.get_logger(__name__)

MOMENTS: Final = 12
"""Points of a line over time."""
BOARDS_KEPT: Final = 256
"""Fitted boards kept in memory. One of 100 models is about 150 KB, mostly its covariance; most are far smaller."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A board and the counts it was made of; `version` is that of the newest ones, which may be beyond rating."""

    version: int
    counts: Counts
    prior: Prior
    board: Board


class Boards:
    """The use cases behind `/leaderboard server` and `me`, and behind everything else that shows a guild's ratings."""

    def __init__(self, *, store: BoardStore, expectations: Expectations, clock: Clock, source: str) -> None:
        """`source` is the one whose board is shown where a guild has counted no battle yet."""
        self._store = store
        self._expectations = expectations
        self._clock = clock
        self._source = source
        self._fitted: OrderedDict[tuple[int, Filters, date | None], _Fitted] = OrderedDict()

    async def sources(self, guild_id: int, modality: Modality = Modality.TEXT) -> tuple[str, ...]:
        """The sources that the guild has boards of, the one to show first first; at least one."""
        return tuple(await self._store.sources(guild_id, modality)) or (self._source,)

    async def server(self, guild_id: int, filters: Filters) -> GuildBoard:
        """The guild's board: of all ballots on battles that are closed, revealed and counted.

        Where the newest counts cannot be rated, it is the last board that could.

        Raises:
            BoardUnrated: there is none.
        """
        fitted = await self._fit(guild_id, filters)
        return GuildBoard(
            filters=filters,
            board=fitted.board,
            last=fitted.counts.last,
            world=bool(fitted.prior.world),
            posted=await self._store.posted(guild_id, filters),
            version=fitted.version,
            behind=fitted.version != fitted.counts.version,
        )

    async def member(self, guild_id: int, member_id: int, filters: Filters) -> GuildBoard:
        """A member's own board: of their ballots alone, drawn to the guild's board where they are few.

        Raises:
            BoardUnrated: it cannot be rated, or the guild's was never.
        """
        since = filters.period.since(self._clock.now().date())
        rows, last = await self._store.ballots_of(guild_id, member_id, filters, since)
        table = PairTable()
        for row in rows:
            table.add(*row)
        guild = await self._fit(guild_id, Filters(source=filters.source, modality=filters.modality))
        expected = {standing.model: standing.rating for standing in guild.board.standings}
        return GuildBoard(filters=filters, board=rated(table, Prior(world=expected)), last=last, world=False)

    async def history(self, guild_id: int, filters: Filters) -> tuple[Moment, ...]:
        """How the board came to be: the ratings at the end of at most twelve spans of time, oldest first.

        Moments that cannot be rated are left out.
        """
        since = filters.period.since(self._clock.now().date())
        prior = await self._expectations.prior(filters.source, filters.modality)
        table, moments = PairTable(), list[Moment]()
        for day, rows in await self._store.spans(guild_id, filters, since, number=MOMENTS):
            for row in rows:
                table.add(*row)
            with suppress(BoardUnrated):
                board = rated(table, prior)
                moments.append(Moment(day=day, ratings={row.model: row.rating for row in board.standings}))
        return tuple(moments)

    async def post(self, guild_id: int, board: GuildBoard) -> None:
        """Remember that the guild's board was posted, so that the next one can say what changed."""
        placings = {row.model: Placing(rank=row.rank, rating=row.rating) for row in board.board.standings}
        await self._store.keep_posted(guild_id, board.filters, Posted(at=self._clock.now(), placings=placings))

    async def counts(self, guild_id: int, filters: Filters) -> tuple[Counts, Prior]:
        """What the guild's board is made of: the counts and what is expected of the models."""
        since = filters.period.since(self._clock.now().date())
        counts = await self._store.counts(guild_id, filters, since, known=None)
        if counts is None:
            raise AssertionError("counts are told where no version of them is known")
        return counts, await self._expectations.prior(filters.source, filters.modality)

    async def _fit(self, guild_id: int, filters: Filters) -> _Fitted:
        since = filters.period.since(self._clock.now().date())
        prior = await self._expectations.prior(filters.source, filters.modality)
        key = (guild_id, filters, since)
        earlier = self._fitted.get(key)
        known = earlier.version if earlier is not None and earlier.prior is prior else None
        counts = await self._store.counts(guild_id, filters, since, known=known)
        if counts is None:
            if earlier is None:
                raise AssertionError("nothing is unchanged that was never read")
            self._fitted.move_to_end(key)
            return earlier
        table = PairTable()
        for row in counts.rows:
            table.add(*row)
        try:
            fitted = _Fitted(counts.version, counts, prior, rated(table, prior))
        except BoardUnrated as error:
            log.warning("board.not_rated", guild=guild_id, error=str(error))
            if earlier is None:
                raise
            # A fit in vain takes long: it is tried again when there is more to rate, not at each look.
            fitted = replace(earlier, version=counts.version, prior=prior)
        self._fitted[key] = fitted
        self._fitted.move_to_end(key)
        if len(self._fitted) > BOARDS_KEPT:
            self._fitted.popitem(last=False)
        return fitted
