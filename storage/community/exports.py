"""Reading a guild's battles and ballots for an export, page by page: memory does not grow with the guild."""

import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, CursorResult, Row, Select, and_, func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Category, Modality, Winner, categories_of
from community.battles.tally import Tally
from community.battles.values import Mode, TurnState
from community.exports import VERDICTS, BallotRecord, BattleRecord, Closing, Message, pseudonym
from storage.community import answer_facts, blanked, counting, dialect
from storage.community.tables import ballots, battle_assignments, battles, guild_keys, turns
from storage.database import Database

_BATTLES: Final = 200
_BALLOTS: Final = 2_000
_KEY_BYTES: Final = 32


_blind_turns: Final = (
    select(func.nullif(func.count(), 0))
    .where(turns.c.battle_id == battles.c.id, turns.c.blind == 1, turns.c.state == TurnState.READY)
    .correlate(battles)
)
"""How many questions were answered before the vote; NULL for one, which has no row there."""


class SqlExportReader:
    """Fulfils `community.exports.ExportReader`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def battles(self, guild_id: int, until: datetime) -> AsyncIterator[Sequence[BattleRecord]]:
        """The battles, by the time of their close."""
        key = await self._key(guild_id)
        after: ColumnElement[bool] = true()
        while True:
            async with self._database.read() as connection:
                rows = (await connection.execute(_battles(guild_id, until, after))).all()
                tallies = await _tallies(connection, [row.id for row in rows])
                asked = await _asked(connection, [row.id for row in rows])
                kept = await blanked.categories(connection, [row.id for row in rows])
            if not rows:
                return
            yield [_battle(row, asked[row.id], tallies[row.id], key, kept.get(row.id)) for row in rows]
            after = _beyond((battles.c.closed_at, battles.c.id), (rows[-1].closed_at, rows[-1].id))

    async def ballots(self, guild_id: int, until: datetime) -> AsyncIterator[Sequence[BallotRecord]]:
        """Their ballots, in the same order of battles."""
        key = await self._key(guild_id)
        after: ColumnElement[bool] = true()
        place = (battles.c.closed_at, battles.c.id, ballots.c.member_id)
        while True:
            page: Select[Any] = (
                select(
                    battles.c.id,
                    battles.c.name_a,
                    battles.c.name_b,
                    battles.c.closed_at,
                    battle_assignments.c.locale,
                    ballots.c.member_id,
                    ballots.c.choice,
                    ballots.c.cast_at,
                    func.coalesce(_blind_turns.scalar_subquery(), 1).label("turn"),
                )
                .select_from(battles.join(battle_assignments).join(ballots, ballots.c.battle_id == battles.c.id))
                .where(_exported(guild_id, until), after)
                .order_by(*place)
                .limit(_BALLOTS)
            )
            async with self._database.read() as connection:
                rows: Sequence[Row[Any]] = (await connection.execute(page)).all()
            if not rows:
                return
            yield [_ballot(row, key) for row in rows]
            after = _beyond(place, (rows[-1].closed_at, rows[-1].id, rows[-1].member_id))

    async def _key(self, guild_id: int) -> bytes:
        """The guild's key, made at its first export."""
        new = dialect.insert(guild_keys).values(guild_id=guild_id, key=secrets.token_bytes(_KEY_BYTES))
        known = select(guild_keys.c.key).where(guild_keys.c.guild_id == guild_id)

        async def job(connection: AsyncConnection) -> bytes:
            await connection.execute(new.on_conflict_do_nothing())
            key: bytes = (await connection.execute(known)).scalar_one()
            return key

        return await self._database.write(job)


def _exported(guild_id: int, until: datetime) -> ColumnElement[bool]:
    return and_(battles.c.guild_id == guild_id, counting.counted, battles.c.closed_at <= until)


def _beyond(place: Sequence[Column[Any]], last: Sequence[Any]) -> ColumnElement[bool]:
    """The rows that come after the last one in the order of these columns."""
    return tuple_(*place) > tuple_(*last, types=[column.type for column in place])


def _battles(guild_id: int, until: datetime, after: ColumnElement[bool]) -> Any:
    return (
        select(
            battles,
            battle_assignments.c.modality,
            battle_assignments.c.locale,
            battle_assignments.c.model_1,
            *answer_facts.COLUMNS,
        )
        .select_from(answer_facts.joined(battles.join(battle_assignments)))
        .where(_exported(guild_id, until), after)
        .order_by(battles.c.closed_at, battles.c.id)
        .limit(_BATTLES)
    )


async def _tallies(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Tally]:
    counts: dict[str, dict[Winner, int]] = {battle_id: {} for battle_id in ids}
    found = await connection.execute(
        select(ballots.c.battle_id, ballots.c.choice, func.count())
        .where(ballots.c.battle_id.in_(ids))
        .group_by(ballots.c.battle_id, ballots.c.choice)
    )
    for battle_id, choice, count in found:
        counts[battle_id][Winner(choice)] = count
    return {battle_id: Tally.from_counts(of) for battle_id, of in counts.items()}


async def _asked(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """The blind turns of the battles that have several, in order."""
    of: dict[str, list[Row[Any]]] = {battle_id: [] for battle_id in ids}
    rows: CursorResult[Any] = await connection.execute(
        select(turns.c.battle_id, turns.c.prompt, turns.c.answer_a, turns.c.answer_b)
        .where(turns.c.battle_id.in_(ids), turns.c.blind == 1, turns.c.state == TurnState.READY)
        .order_by(turns.c.battle_id, turns.c.number)
    )
    for row in rows:
        of[row.battle_id].append(row)
    return of


def _battle(
    row: Row[Any], asked: Sequence[Row[Any]], tally: Tally, key: bytes, kept: frozenset[Category] | None
) -> BattleRecord:
    facts = answer_facts.read(row)
    if kept is None:
        kept = categories_of(row.prompt, locale=row.locale, modality=Modality(row.modality))
    return BattleRecord(
        question_id=row.id,
        source=row.source,
        modality=row.modality,
        language=row.locale,
        categories=tuple(sorted(kept)),
        conversation_a=_conversation((turn.prompt, turn.answer_a) for turn in asked or [row]),
        conversation_b=_conversation((turn.prompt, turn.answer_b) for turn in asked or [row]),
        turn=len(asked) or 1,
        model_a=row.name_a,
        model_b=row.name_b,
        model_a_id=facts.a.model_id,
        model_b_id=facts.b.model_id,
        sampling_a=facts.a.sampling,
        sampling_b=facts.b.sampling,
        pair_probability=facts.pair_probability,
        chosen=row.model_1 is not None,
        mode=row.mode,
        closed_by=_closing(row),
        extended=row.extended,
        winner=VERDICTS[tally.winner],
        ballots_a=tally.a,
        ballots_b=tally.b,
        ballots_tie=tally.tie,
        ballots_both_bad=tally.both_bad,
        leak_a=row.leak_a,
        leak_b=row.leak_b,
        starter=pseudonym(key, row.starter_id),
        created_at=row.created_at.timestamp(),
        opened_at=row.opened_at.timestamp(),
        tstamp=row.closed_at.timestamp(),
    )


def _ballot(row: Row[Any], key: bytes) -> BallotRecord:
    cast_at: datetime = row.cast_at
    return BallotRecord(
        question_id=row.id,
        model_a=row.name_a,
        model_b=row.name_b,
        winner=VERDICTS[Winner(row.choice)],
        judge=pseudonym(key, row.member_id),
        turn=row.turn,
        anony=True,
        language=row.locale,
        tstamp=cast_at.timestamp(),
    )


def _conversation(said: Iterable[tuple[str, str]]) -> tuple[Message, ...]:
    return tuple(
        message
        for prompt, answer in said
        for message in (Message(role="user", content=prompt), Message(role="assistant", content=answer))
    )


def _closing(row: Row[Any]) -> Closing:
    if row.closed_at >= row.closes_at:
        return Closing.DEADLINE
    return Closing.FIRST_BALLOT if row.mode == Mode.FIRST else Closing.BY_HAND
