"""Making a post: the board as it is now, the time since the last post, and what changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from community.boards import Boards, World
from community.boards.values import GuildBoard
from community.errors import SourceError
from community.schedules.errors import PostFailed
from community.schedules.ports import ScheduleStore
from community.schedules.report import Line, Report, change_of
from community.schedules.values import DuePost, Order, Placing, Topic
from community.statistics import Result, Span, StatisticsReader, closest, surprises


class BoardReporter:
    """Fulfils `community.schedules.ports.Reporter`. `worlds` are the sources' own boards, by the sources' names."""

    def __init__(
        self, *, store: ScheduleStore, boards: Boards, statistics: StatisticsReader, worlds: Mapping[str, World]
    ) -> None:
        self._store = store
        self._boards = boards
        self._statistics = statistics
        self._worlds = worlds

    async def report(self, post: DuePost) -> Report:
        """The report of a post, as of now.

        Raises:
            PostFailed: the source's board cannot be had just now.
            BoardUnrated: the server's has no ratings that may be shown.
        """
        schedule = post.schedule
        before = await self._store.last_placings(schedule.id)
        return await self.preview(schedule.order, next_at=schedule.next_at, before=before)

    async def posted(self, report: Report) -> None:
        """Remember the server's board as posted: `/leaderboard server` tells what changed since the last post."""
        if report.board is not None:
            await self._boards.post(report.order.guild_id, report.board)

    async def preview(self, order: Order, *, next_at: datetime, before: Sequence[Placing] | None) -> Report:
        """What a post says that is followed by one at `next_at` and follows one that showed `before`; errors as above.

        However late it is, it speaks of the time up to the last moment at which one was due.
        """
        until = order.rhythm.preceding(next_at)
        since = order.rhythm.preceding(until)
        earlier = Span(since=since - (until - since), until=since)
        board = await self._boards.server(order.guild_id, order.filters) if order.topic is Topic.SERVER else None
        results = await self._results(order, Span(since=since, until=until)) if board is not None else ()
        ratings = {standing.model: standing.rating for standing in board.board.standings} if board is not None else {}
        return Report(
            order=order,
            since=since,
            until=until,
            next_at=next_at,
            sums=(await self._statistics.of_guild(order.guild_id, Span(since=since, until=until))).sums,
            sums_before=None if before is None else (await self._statistics.of_guild(order.guild_id, earlier)).sums,
            lines=await self._world(order, before) if board is None else _lines(board, before),
            board=board,
            surprise=next(iter(surprises(results, ratings, 1)), None),
            closest=closest(results),
        )

    async def _results(self, order: Order, span: Span) -> Sequence[Result]:
        filters = order.filters
        return await self._statistics.results(order.guild_id, filters.source, filters.modality, span)

    async def _world(self, order: Order, before: Sequence[Placing] | None) -> list[Line]:
        world = self._worlds.get(order.filters.source)
        if world is None:
            raise PostFailed(f"{order.filters.source} is not configured")
        try:
            standings = await world.board(order.filters.modality, category=order.filters.category)
        except SourceError as error:
            raise PostFailed(str(error)) from error
        return [
            _line(
                Placing(standing.model_name, standing.rank or place),
                standing.elo_rating,
                None
                if standing.elo_lower is None or standing.elo_upper is None
                else (standing.elo_upper - standing.elo_lower) / 2,
                before,
            )
            for place, standing in enumerate(standings, start=1)
        ]


def _lines(board: GuildBoard, before: Sequence[Placing] | None) -> list[Line]:
    return [
        _line(Placing(standing.model, standing.rank), standing.rating, (standing.upper - standing.lower) / 2, before)
        for standing in board.board.standings
    ]


def _line(placing: Placing, rating: float, plus_minus: float | None, before: Sequence[Placing] | None) -> Line:
    return Line(placing=placing, rating=rating, plus_minus=plus_minus, change=change_of(placing, before))
