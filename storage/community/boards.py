"""Boards: the promises are those of `community.boards.ports.BoardStore`."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, and_, case, delete, func, insert, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.ratings import PairRow, PairStats, in_order
from arena.wire import Modality, Winner
from community.boards.values import Counts, Filters, Placing, Posted
from storage.community import board_counts as counting
from storage.community import dialect
from storage.community.counting import counted
from storage.community.tables import (
    ballots,
    battle_assignments,
    battles,
    board_counts,
    board_posts,
    board_versions,
    world_ratings,
)
from storage.database import Database

_EPOCH: Final = date(1970, 1, 1)
_STATS: Final = tuple(func.sum(board_counts.c[name]).label(name) for name in counting.STATS)


class SqlBoardStore:
    """The counts of all guilds, and what goes with them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count_anew(self) -> bool:
        """Count all battles from the beginning where that was last done by other rules; say whether it was."""
        return await self._database.write(counting.count_anew)

    async def sources(self, guild_id: int, modality: Modality) -> Sequence[str]:
        """The sources of the guild's counted battles, those with most battles first."""
        number = func.sum(board_counts.c.battles)
        query = (
            select(board_counts.c.source)
            .where(
                board_counts.c.guild_id == guild_id,
                board_counts.c.modality == modality,
                board_counts.c.category == counting.ALL,
            )
            .group_by(board_counts.c.source)
            .having(number > 0)
            .order_by(number.desc(), board_counts.c.source)
        )
        async with self._database.read() as connection:
            return (await connection.scalars(query)).all()

    async def counts(self, guild_id: int, filters: Filters, since: date | None, *, known: int | None) -> Counts | None:
        """The counts of the battles closed on `since` or later; None where nothing changed since version `known`."""
        async with self._database.read() as connection:
            newest = select(board_versions.c.version).where(board_versions.c.guild_id == guild_id)
            version = await connection.scalar(newest) or 0
            if version == known:
                return None
            return await _sums(connection, guild_id, filters, since, version)

    async def spans(
        self, guild_id: int, filters: Filters, since: date | None, *, number: int
    ) -> Sequence[tuple[date, Sequence[PairRow]]]:
        """The counts by spans of time, oldest first, at most so many: each span's last day, and its battles' counts."""
        chosen = _of_board(guild_id, filters, since)
        days = select(func.min(board_counts.c.day), func.max(board_counts.c.day)).where(*chosen)
        async with self._database.read() as connection:
            first, last = (await connection.execute(days)).one()
            if first is None:
                return ()
            length = (last - first).days + 1
            passed = type_coerce(board_counts.c.day, Integer) - (first - _EPOCH).days
            span = (passed * number // length).label("span")
            query = (
                select(span, func.max(board_counts.c.day), board_counts.c.first, board_counts.c.second, *_STATS)
                .where(*chosen)
                .group_by(span, board_counts.c.first, board_counts.c.second)
                .having(func.sum(board_counts.c.battles) > 0)
                .order_by(span, board_counts.c.first, board_counts.c.second)
            )
            found = (await connection.execute(query)).all()
        spans = [list(rows) for _, rows in groupby(found, key=itemgetter(0))]
        return [(max(row[1] for row in rows), [_pair_row(row[2:]) for row in rows]) for rows in spans]

    async def ballots_of(
        self, guild_id: int, member_id: int, filters: Filters, since: date | None
    ) -> tuple[Sequence[PairRow], datetime | None]:
        """One member's ballots on the counted battles, each a battle of its own, and when the last was closed."""
        of_choice = {
            choice: func.sum(case((ballots.c.choice == choice, 1), else_=0)).label(choice) for choice in Winner
        }
        query = (
            select(battles.c.name_a, battles.c.name_b, func.max(battles.c.closed_at).label("last"), *of_choice.values())
            .select_from(ballots.join(battles).join(battle_assignments, battle_assignments.c.battle_id == battles.c.id))
            .where(ballots.c.member_id == member_id, battles.c.guild_id == guild_id, _counts_for(filters))
            .group_by(battles.c.name_a, battles.c.name_b)
        )
        if since is not None:
            query = query.where(battles.c.closed_at >= _midnight(since))
        async with self._database.read() as connection:
            found = (await connection.execute(query)).all()
        pairs = [
            in_order(row.name_a, row.name_b, _single({choice: row._mapping[choice] for choice in Winner}))  # noqa: SLF001 - the documented way to a column by name
            for row in found
        ]
        return pairs, max((row.last for row in found), default=None)

    async def posted(self, guild_id: int, filters: Filters) -> Posted | None:
        """The last post of this board."""
        query = select(board_posts.c.posted_at, board_posts.c.placings).where(*_post(guild_id, filters))
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        placings = {model: Placing(rank=rank, rating=rating) for model, (rank, rating) in json.loads(row[1]).items()}
        return Posted(at=row[0], placings=placings)

    async def keep_posted(self, guild_id: int, filters: Filters, posted: Posted) -> None:
        """Remember a post in place of the one before."""
        placings = {model: [placing.rank, placing.rating] for model, placing in posted.placings.items()}
        row = dialect.insert(board_posts).values(
            **_post_key(guild_id, filters), posted_at=posted.at, placings=json.dumps(placings)
        )
        newest = {"posted_at": row.excluded.posted_at, "placings": row.excluded.placings}
        upsert = row.on_conflict_do_update(index_elements=list(board_posts.primary_key), set_=newest)
        await self._database.write(lambda connection: connection.execute(upsert))

    async def world(self, source: str, modality: Modality) -> Mapping[str, float]:
        """The ratings of the source's world board as they were last kept, by model."""
        query = select(world_ratings.c.model, world_ratings.c.rating).where(
            world_ratings.c.source == source, world_ratings.c.modality == modality
        )
        async with self._database.read() as connection:
            return {row.model: row.rating for row in await connection.execute(query)}

    async def keep_world(self, source: str, modality: Modality, ratings: Mapping[str, float]) -> None:
        """Keep them in place of the ones before."""
        old = delete(world_ratings).where(world_ratings.c.source == source, world_ratings.c.modality == modality)
        new = [
            {"source": source, "modality": modality, "model": model, "rating": rating}
            for model, rating in ratings.items()
        ]

        async def job(connection: AsyncConnection) -> None:
            await connection.execute(old)
            if new:
                await connection.execute(insert(world_ratings), new)

        await self._database.write(job)


async def _sums(
    connection: AsyncConnection, guild_id: int, filters: Filters, since: date | None, version: int
) -> Counts:
    query = (
        select(func.max(board_counts.c.last_closed_at), board_counts.c.first, board_counts.c.second, *_STATS)
        .where(*_of_board(guild_id, filters, since))
        .group_by(board_counts.c.first, board_counts.c.second)
        .having(func.sum(board_counts.c.battles) > 0)
        # The order of sums moves a fit's last digits; one order makes one board.
        .order_by(board_counts.c.first, board_counts.c.second)
    )
    found = (await connection.execute(query)).all()
    rows = tuple(_pair_row(row[1:]) for row in found)
    return Counts(version=version, rows=rows, last=max((row[0] for row in found), default=None))


def _of_board(guild_id: int, filters: Filters, since: date | None) -> list[ColumnElement[bool]]:
    conditions = [
        board_counts.c.guild_id == guild_id,
        board_counts.c.source == filters.source,
        board_counts.c.modality == filters.modality,
        board_counts.c.category == (filters.category or counting.ALL),
    ]
    return conditions if since is None else [*conditions, board_counts.c.day >= since]


def _pair_row(row: Sequence[Any]) -> PairRow:
    """Two models and their sums."""
    first, second, *sums = row
    return PairRow(first, second, PairStats(**dict(zip(counting.STATS, sums, strict=True))))


def _counts_for(filters: Filters) -> ColumnElement[bool]:
    """What `community.boards.counting` says of a battle, as a condition."""
    return and_(
        counted,
        battles.c.leak_a == 0,
        battles.c.leak_b == 0,
        battles.c.name_a != battles.c.name_b,
        battles.c.source == filters.source,
        battle_assignments.c.modality == filters.modality,
    )


def _single(counts: Mapping[Winner, int]) -> PairStats:
    """Ballots that are battles of their own: one member has one in each."""
    wins, losses, ties, both_bad = (counts[choice] for choice in (Winner.A, Winner.B, Winner.TIE, Winner.BOTH_BAD))
    number, halves = wins + losses + ties + both_bad, ties + both_bad
    return PairStats(
        battles=number,
        wins=wins,
        losses=losses,
        ties=ties,
        both_bad=both_bad,
        squares=number,
        cross=2 * wins + halves,
        score_squares=4 * wins + halves,
    )


def _post_key(guild_id: int, filters: Filters) -> dict[str, Any]:
    return {
        "guild_id": guild_id,
        "source": filters.source,
        "modality": filters.modality,
        "category": filters.category or counting.ALL,
        "period": filters.period,
    }


def _post(guild_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    return [board_posts.c[name] == value for name, value in _post_key(guild_id, filters).items()]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
