"""What is kept of single members: `community.privacy.MemberKeeper` on the database."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Row, Select, and_, case, delete, exists, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.values import BattleId, State
from community.fights.values import FightId, Status
from community.ids import NOBODY
from community.privacy.ports import Forgotten
from community.quotas import Scope
from storage.community import blanked, dialect
from storage.community.privacy.places import FATES, OF_QUOTAS, Fate
from storage.community.tables import ballots, battle_assignments, battles, fight_ballots, fights, forgettings, turns
from storage.database import Database

REMOVED: Final = "(removed at its author's wish)"
"""Stands where a forgotten member's words stood."""
_OVER: Final = battles.c.state.in_([state for state in State if state.final])
_ENDED: Final = fights.c.status.not_in([Status.STARTING, Status.RUNNING])
_VEILED: Final = exists().where(fights.c.id == fight_ballots.c.fight_id, fights.c.anonymous, ~_ENDED)
"""The ballot is on a fight that shows letters: for whom it is would tell whose letter that is."""
_FIRST_PSEUDONYM: Final = 1 << 62
"""Random numbers begin where Discord's ids end until 2050."""
_HIDDEN: Final = frozenset({"upstream_id"})
"""Columns that nobody is handed: a source's id of an open battle may hold the models' names."""


class SqlMemberKeeper:
    """What is kept of single members, in all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all_of(self, member_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Everything that is kept of the member, by the tables' names."""
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        async with self._database.read() as connection:
            for column in FATES:
                rows = await connection.execute(_all_of(column, member_id))
                found[column.table.name] += [_told(row) for row in rows]
            # Whoever repeats another's battle does not know which models were chosen for it, until the names come out.
            known = and_(battles.c.starter_id == member_id, battles.c.state == State.REVEALED)
            started = select(battle_assignments).join(battles).where(known)
            found[battle_assignments.name] += [_told(row) for row in await connection.execute(started)]
            for table in OF_QUOTAS:
                own = and_(table.c.scope == Scope.MEMBER, table.c.subject.endswith(f":{member_id}", autoescape=True))
                found[table.name] += [_told(row) for row in await connection.execute(select(table).where(own))]
        return {name: rows for name, rows in found.items() if rows}

    async def forget(self, member_id: int, now: datetime) -> Forgotten:
        """Take the member out of everything that is over, and remember to do the rest once it is."""

        async def job(connection: AsyncConnection) -> Forgotten:
            shown = await _shown(connection, member_id)
            fought = await _fought(connection, member_id)
            await _withdraw(connection, member_id)
            await _blank(connection, member_id)
            for column, fate in FATES.items():
                await _apply(connection, column, fate, member_id)
            waits = await _goes_on(connection, member_id)
            if waits:
                later = dialect.insert(forgettings).values(member_id=member_id, asked_at=now)
                await connection.execute(later.on_conflict_do_nothing())
            else:
                await connection.execute(delete(forgettings).where(forgettings.c.member_id == member_id))
            return Forgotten(shown, fought, waits=waits)

        return await self._database.write(job)

    async def waiting(self) -> Sequence[int]:
        """The members of whom something is still to be forgotten."""
        async with self._database.read() as connection:
            return (await connection.scalars(select(forgettings.c.member_id))).all()


async def _shown(connection: AsyncConnection, member_id: int) -> list[BattleId]:
    """The battles whose messages show the member's name or words, or a count that is about to change."""
    own = or_(battles.c.starter_id == member_id, _asked(member_id))
    voted = and_(
        battles.c.state == State.VOTING,
        exists().where(ballots.c.battle_id == battles.c.id, ballots.c.member_id == member_id),
    )
    return list(await connection.scalars(select(battles.c.id).where(or_(and_(own, _OVER), voted))))


async def _fought(connection: AsyncConnection, member_id: int) -> list[FightId]:
    """The same of fights."""
    voted = exists().where(fight_ballots.c.fight_id == fights.c.id, fight_ballots.c.member_id == member_id)
    changes = or_(and_(fights.c.starter_id == member_id, _ENDED), and_(voted, ~_ENDED))
    return list(await connection.scalars(select(fights.c.id).where(changes)))


def _all_of(column: Column[Any], member_id: int) -> Select[Any]:
    """The rows that name the member there."""
    if column is not fight_ballots.c.member_id:
        return select(column.table).where(column == member_id)
    agent = case((_VEILED, None), else_=fight_ballots.c.agent).label("agent")
    others = [each for each in fight_ballots.c if each is not fight_ballots.c.agent]
    return select(*others, agent).where(column == member_id)


def _asked(member_id: int) -> ColumnElement[bool]:
    return exists().where(turns.c.battle_id == battles.c.id, turns.c.asked_by == member_id).correlate(battles)


async def _withdraw(connection: AsyncConnection, member_id: int) -> None:
    """Ballots that are not counted yet are withdrawn; their reasons go with them."""
    open_ones = select(battles.c.id).where(battles.c.state == State.VOTING)
    await connection.execute(
        delete(ballots).where(ballots.c.member_id == member_id, ballots.c.battle_id.in_(open_ones))
    )
    live = select(fights.c.id).where(~_ENDED)
    await connection.execute(
        delete(fight_ballots).where(fight_ballots.c.member_id == member_id, fight_ballots.c.fight_id.in_(live))
    )


async def _blank(connection: AsyncConnection, member_id: int) -> None:
    """Words that the member wrote go from what is over; what models answered to them says nothing of the member."""
    over = select(battles.c.id).where(_OVER)
    await blanked.keep(connection, and_(battles.c.starter_id == member_id, _OVER))
    await connection.execute(update(battles).where(battles.c.starter_id == member_id, _OVER).values(prompt=REMOVED))
    await connection.execute(
        update(turns).where(turns.c.asked_by == member_id, turns.c.battle_id.in_(over)).values(prompt=REMOVED)
    )
    await connection.execute(
        update(fights)
        .where(fights.c.starter_id == member_id, _ENDED)
        .values(question=REMOVED, history="[]", image_url=None)
    )


async def _apply(connection: AsyncConnection, column: Any, fate: Fate, member_id: int) -> None:
    named = column == member_id
    if fate is Fate.ERASED:
        await connection.execute(delete(column.table).where(named))
    elif fate is Fate.NOBODY:
        await connection.execute(update(column.table).where(named, _settled(column)).values({column: NOBODY}))
    else:
        await _rename(connection, column, member_id)


def _settled(column: Any) -> ColumnElement[bool]:
    """Who started what still goes on is needed until it is over."""
    of: dict[Any, ColumnElement[bool]] = {
        battles.c.starter_id: _OVER,
        turns.c.asked_by: turns.c.battle_id.in_(select(battles.c.id).where(_OVER)),
        fights.c.starter_id: _ENDED,
    }
    return of.get(column, true())


async def _rename(connection: AsyncConnection, column: Any, member_id: int) -> None:
    """A random number for each row: not even that they are all the same member's is left."""
    table = column.table
    keys = [key for key in table.primary_key.columns if key is not column]
    for row in (await connection.execute(select(*keys).where(column == member_id))).all():
        place = and_(column == member_id, *(key == value for key, value in zip(keys, row, strict=True)))
        number = _FIRST_PSEUDONYM + secrets.randbits(62)
        await connection.execute(update(table).where(place).values({column: number}))


async def _goes_on(connection: AsyncConnection, member_id: int) -> bool:
    """Whether something that names the member is not over."""
    battle = exists().where(or_(battles.c.starter_id == member_id, _asked(member_id)), ~_OVER)
    fight = exists().where(fights.c.starter_id == member_id, ~_ENDED)
    return bool(await connection.scalar(select(or_(battle, fight))))


def _told(row: Row[Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row._mapping.items() if name not in _HIDDEN}  # noqa: SLF001 - the documented way to a row's names


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case _:
            return value
