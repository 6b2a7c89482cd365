"""One statement that reads battles, and how its rows become values."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Modality, Winner
from community.battles.tally import Tally
from community.battles.values import (
    Answers,
    Battle,
    BattleId,
    Failure,
    Guesses,
    Leaks,
    Mode,
    Names,
    Place,
    State,
    Turn,
    TurnFailure,
    TurnState,
    Void,
)
from community.opinions.values import MAX_NAME
from community.places import MessageRef
from storage.community import answer_facts, rating_shifts
from storage.community.counting import counted
from storage.community.tables import Purpose, ballots, battle_assignments, battles, guesses, sent_messages, turns, voids

_shown: Final = sent_messages.alias("shown")
_announced: Final = sent_messages.alias("announced")


def standing(*conditions: ColumnElement[bool]) -> Select[int]:
    """How many ballots of the battle stand, as a subquery's body."""
    return select(func.count()).select_from(ballots).where(ballots.c.battle_id == battles.c.id, *conditions)


def _guessed(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(guesses).where(guesses.c.battle_id == battles.c.id, *conditions)


_GUESSES: Final = {
    "guessed": _guessed(),
    "guessed_a": _guessed(guesses.c.name_a == func.substr(battles.c.name_a, 1, MAX_NAME)),
    "guessed_b": _guessed(guesses.c.name_b == func.substr(battles.c.name_b, 1, MAX_NAME)),
}

_BATTLE: Final = select(
    battles,
    battle_assignments.c.modality,
    battle_assignments.c.locale,
    battle_assignments.c.model_1,
    battle_assignments.c.model_2,
    _shown.c.channel_id.label("shown_channel_id"),
    _shown.c.message_id.label("shown_message_id"),
    _shown.c.shows.label("shows"),
    _announced.c.channel_id.label("announced_channel_id"),
    _announced.c.message_id.label("announced_message_id"),
    *(
        standing(ballots.c.choice == choice).correlate(battles).scalar_subquery().label(f"ballots_{choice}")
        for choice in Winner
    ),
    *answer_facts.COLUMNS,
    *(column.correlate(battles).scalar_subquery().label(label) for label, column in _GUESSES.items()),
    *rating_shifts.COLUMNS,
    voids.c.voided_by,
    voids.c.voided_at,
    voids.c.reason,
).select_from(
    rating_shifts.joined(answer_facts.joined(battles.join(battle_assignments)))
    .outerjoin(_shown, and_(_shown.c.battle_id == battles.c.id, _shown.c.purpose == Purpose.BATTLE))
    .outerjoin(_announced, and_(_announced.c.battle_id == battles.c.id, _announced.c.purpose == Purpose.ANNOUNCEMENT))
    .outerjoin(voids)
)

unannounced: Final = and_(counted, _shown.c.battle_id.is_not(None), _announced.c.battle_id.is_(None))
"""A condition for `load`: the reveal is shown, but was not yet announced, and there is something to announce."""

outdated: Final = and_(_shown.c.battle_id.is_not(None), _shown.c.shows.is_distinct_from(battles.c.state))
"""A condition for `load`: the message shows an earlier state."""


async def load(connection: AsyncConnection, condition: ColumnElement[bool]) -> Sequence[Battle]:
    """The battles that meet the condition, oldest first."""
    wanted = _BATTLE.where(condition)
    rows = (await connection.execute(wanted.order_by(battles.c.created_at, battles.c.id))).all()
    asked = await _turns(connection, wanted.with_only_columns(battles.c.id)) if rows else {}
    return [_battle(row, tuple(asked.get(row.id, ()))) for row in rows]


async def load_newest(
    connection: AsyncConnection, condition: ColumnElement[bool], *, offset: int, limit: int
) -> Sequence[Battle]:
    """Some of the battles that meet the condition, newest first."""
    newest = select(battles.c.id).where(condition).order_by(battles.c.created_at.desc(), battles.c.id.desc())
    ids = newest.offset(offset).limit(limit).scalar_subquery()
    return list(reversed(await load(connection, battles.c.id.in_(ids))))


async def _turns(connection: AsyncConnection, battle_ids: Select[str]) -> dict[str, list[Turn]]:
    found = defaultdict[str, list[Turn]](list)
    query = select(turns).where(turns.c.battle_id.in_(battle_ids)).order_by(turns.c.battle_id, turns.c.number)
    for row in await connection.execute(query):
        found[row.battle_id].append(_turn(row))
    return found


async def load_one(connection: AsyncConnection, battle_id: BattleId) -> Battle | None:
    """The battle, None where there is none."""
    return next(iter(await load(connection, battles.c.id == battle_id)), None)


def _turn(row: Row[Any]) -> Turn:
    return Turn(
        number=row.number,
        prompt=row.prompt,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        state=TurnState(row.state),
        blind=row.blind,
        place=Place(row.place),
        answers=None if row.answer_a is None else Answers(row.answer_a, row.answer_b),
        leaks=Leaks(bool(row.leak_a), bool(row.leak_b)),
        failure=None if row.failure is None else TurnFailure(row.failure),
        message=_message(row.channel_id, row.message_id),
        shows=row.shows,
    )


def _battle(row: Row[Any], asked: tuple[Turn, ...]) -> Battle:
    tally = Tally.from_counts({choice: row._mapping[f"ballots_{choice}"] for choice in Winner})  # noqa: SLF001 - the documented way to a column by name
    return Battle(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        starter_id=row.starter_id,
        prompt=row.prompt,
        modality=Modality(row.modality),
        locale=row.locale,
        models=frozenset(slug for slug in (row.model_1, row.model_2) if slug is not None),
        source=row.source,
        mode=Mode(row.mode),
        voting_window=row.voting_window,
        created_at=row.created_at,
        state=State(row.state),
        upstream_id=row.upstream_id,
        poll_interval=row.poll_interval,
        answers=None if row.answer_a is None else Answers(row.answer_a, row.answer_b),
        leaks=Leaks(bool(row.leak_a), bool(row.leak_b)),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        extended=row.extended,
        closed_at=row.closed_at,
        ballots=tally.total,
        tally=None if row.closed_at is None else tally,
        names=None if row.name_a is None else Names(row.name_a, row.name_b),
        facts=answer_facts.read(row),
        shifts=rating_shifts.read(row),
        failure=None if row.failure is None else Failure(row.failure),
        message=_message(row.shown_channel_id, row.shown_message_id),
        shown=None if row.shows is None else State(row.shows),
        announcement=_message(row.announced_channel_id, row.announced_message_id),
        guesses=Guesses() if row.name_a is None else Guesses(row.guessed, row.guessed_a, row.guessed_b),
        void=None if row.voided_at is None else Void(by=row.voided_by, at=row.voided_at, reason=row.reason),
        turns=asked,
    )


def _message(channel_id: int | None, message_id: int | None) -> MessageRef | None:
    return None if channel_id is None or message_id is None else MessageRef(channel_id, message_id)
