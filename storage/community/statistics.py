"""Counting a guild's votes in the database: one row a battle inside, one row outside."""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, ScalarSelect, Subquery, and_, func, select, true

from arena.wire import Modality, Winner
from community.battles.tally import Tally
from community.places import MessageRef
from community.statistics import MOST_RESULTS, Agreement, Position, Result, Span, Statistics, Sums
from storage.community import counting
from storage.community.tables import Purpose, ballots, battle_assignments, battles, sent_messages
from storage.database import Database

_CHOSEN: Final = {choice: ballots.c.choice == choice for choice in Winner}


class SqlStatistics:
    """Fulfils `community.statistics.StatisticsReader`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_guild(self, guild_id: int, span: Span) -> Statistics:
        """Everything that is counted of the guild."""
        counted = _counted(guild_id, span)
        voters = (
            select(func.count(ballots.c.member_id.distinct()))
            .select_from(ballots.join(battles, battles.c.id == ballots.c.battle_id))
            .where(counted)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(_totals(_by_battle(counted)))).one()
            return _statistics(row, await connection.scalar(voters) or 0)

    async def results(self, guild_id: int, source: str, modality: Modality, span: Span) -> Sequence[Result]:
        """The latest battles of that source and modality, the latest first."""
        latest = (
            select(
                battles.c.id,
                battles.c.prompt,
                battles.c.name_a,
                battles.c.name_b,
                sent_messages.c.channel_id,
                sent_messages.c.message_id,
                *(_of_battle(choice).label(f"n_{choice}") for choice in Winner),
            )
            .select_from(
                battles.join(battle_assignments).outerjoin(
                    sent_messages,
                    and_(sent_messages.c.battle_id == battles.c.id, sent_messages.c.purpose == Purpose.BATTLE),
                )
            )
            .where(
                _counted(guild_id, span),
                battles.c.source == source,
                battle_assignments.c.modality == modality,
                battles.c.leak_a + battles.c.leak_b == 0,
            )
            .order_by(battles.c.closed_at.desc(), battles.c.id)
            .limit(MOST_RESULTS)
        )
        async with self._database.read() as connection:
            return [_result(row) for row in await connection.execute(latest)]


def _of_battle(choice: Winner) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(ballots.c.battle_id == battles.c.id, ballots.c.choice == choice)
        .correlate(battles)
        .scalar_subquery()
    )


def _result(row: Row[Any]) -> Result:
    return Result(
        id=row.id,
        prompt=row.prompt,
        a=row.name_a,
        b=row.name_b,
        tally=Tally.from_counts({choice: row._mapping[f"n_{choice}"] for choice in Winner}),  # noqa: SLF001 - the documented way to a column by name
        message=None if row.message_id is None else MessageRef(row.channel_id, row.message_id),
    )


def _counted(guild_id: int, span: Span) -> ColumnElement[bool]:
    return and_(
        battles.c.guild_id == guild_id,
        counting.counted,
        battles.c.closed_at >= span.since if span.since else true(),
        battles.c.closed_at < span.until if span.until else true(),
    )


def _by_battle(counted: ColumnElement[bool]) -> Subquery:
    return (
        select(
            battles.c.id,
            func.max(battles.c.leak_a).label("leak_a"),
            func.max(battles.c.leak_b).label("leak_b"),
            *(func.count().filter(chosen).label(f"n_{choice}") for choice, chosen in _CHOSEN.items()),
        )
        .select_from(battles.join(ballots, ballots.c.battle_id == battles.c.id))
        .where(counted)
        .group_by(battles.c.id)
        .subquery()
    )


def _totals(by_battle: Subquery) -> Any:
    n = {choice: by_battle.c[f"n_{choice}"] for choice in Winner}
    ballots_of_one = reduce(add, n.values())
    several = ballots_of_one > 1
    lead = n[Winner.A] - n[Winner.B]
    return select(
        func.count().label("battles"),
        func.count().filter(by_battle.c.leak_a + by_battle.c.leak_b > 0).label("leaked"),
        *(func.coalesce(func.sum(count), 0).label(f"all_{choice}") for choice, count in n.items()),
        *(func.coalesce(func.sum(count).filter(several), 0).label(f"shared_{choice}") for choice, count in n.items()),
        func.coalesce(func.sum(reduce(add, (count * (count - 1) for count in n.values()))), 0).label("agreeing"),
        func.coalesce(func.sum(ballots_of_one * (ballots_of_one - 1)), 0).label("pairs"),
        func.count().filter(lead != 0).label("led"),
        func.coalesce(func.sum(lead), 0).label("leads"),
        func.coalesce(func.sum(lead * lead), 0).label("squares"),
    ).select_from(by_battle)


def _statistics(row: Row[Any], voters: int) -> Statistics:
    of = row._mapping  # noqa: SLF001 - the documented way to a column by name
    choices = Tally.from_counts({choice: of[f"all_{choice}"] for choice in Winner})
    shared = Tally.from_counts({choice: of[f"shared_{choice}"] for choice in Winner})
    return Statistics(
        sums=Sums(battles=row.battles, ballots=choices.total, voters=voters),
        choices=choices,
        leaked=row.leaked,
        agreement=_agreement(row, shared),
        position=_position(row, choices),
    )


def _agreement(row: Row[Any], shared: Tally) -> Agreement | None:
    if not row.pairs:
        return None
    by_chance = sum((count / shared.total) ** 2 for count in shared.counts.values())
    # Each pair was counted from both of its ends.
    return Agreement(agreeing=row.agreeing // 2, pairs=row.pairs // 2, by_chance=by_chance)


def _position(row: Row[Any], choices: Tally) -> Position | None:
    if not choices.a + choices.b:
        return None
    return Position(a=choices.a, b=choices.b, battles=row.led, leads=row.leads, squares=row.squares)
