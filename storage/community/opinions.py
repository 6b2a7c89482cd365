"""What members say beside their ballots: `community.opinions.ports.OpinionStore` on the database."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Winner
from community.battles.values import BattleId, State
from community.errors import TooManyWatchers
from community.opinions.values import Guess, Rating, Reason
from storage.community.counting import counted, void
from storage.community.dialect import insert
from storage.community.tables import Leg, ballots, battles, feedback_outbox, guesses, ratings, reasons, watchers
from storage.community.tables.opinions import SCORES
from storage.database import Database


class SqlOpinionStore:
    """Ratings, reasons, guesses, and who wants to be told; the promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rating_of(self, battle_id: BattleId, member_id: int) -> Rating:
        """The member's rating, an empty one where there is none."""
        row = await self._own(ratings, battle_id, member_id)
        return Rating() if row is None else rating_from(row)

    async def rate(
        self, battle_id: BattleId, member_id: int, rating: Rating, now: datetime, *, upstream_at: datetime
    ) -> bool:
        """Keep the rating if the names are out and the battle is not void; the starter's goes into the outbox once."""
        values = {**rating.scores, "words": rating.words, "rated_at": literal(now, ratings.c.rated_at.type)}
        parcel = select(
            battles.c.id,
            battles.c.starter_id,
            literal(Leg.WAITING),
            literal(upstream_at, feedback_outbox.c.due_at.type),
        ).where(battles.c.id == battle_id, battles.c.starter_id == member_id)

        async def job(connection: AsyncConnection) -> bool:
            if not await _keep(connection, ratings, battle_id, member_id, values, where=counted):
                return False
            outbox = insert(feedback_outbox).from_select(["battle_id", "member_id", "leg", "due_at"], parcel)
            await connection.execute(outbox.on_conflict_do_nothing())
            return True

        return await self._database.write(job)

    async def reason_of(self, battle_id: BattleId, member_id: int) -> Reason | None:
        """The reason for the ballot that stands."""
        same = and_(ballots.c.member_id == reasons.c.member_id, ballots.c.choice == reasons.c.choice)
        standing = select(reasons.c.choice, reasons.c.words).join(
            ballots, and_(ballots.c.battle_id == reasons.c.battle_id, same)
        )
        mine = standing.where(reasons.c.battle_id == battle_id, reasons.c.member_id == member_id)
        async with self._database.read() as connection:
            row = (await connection.execute(mine)).one_or_none()
        return None if row is None else Reason(Winner(row.choice), row.words)

    async def give_reason(self, battle_id: BattleId, member_id: int, words: str, now: datetime) -> bool:
        """Keep why the member's ballot is what it is; only while the vote is open and there is a ballot."""
        mine = and_(ballots.c.battle_id == battle_id, ballots.c.member_id == member_id)
        votes = exists().where(mine)
        choice = select(ballots.c.choice).where(mine).scalar_subquery()
        values = {"choice": choice, "words": words, "written_at": literal(now, reasons.c.written_at.type)}

        async def job(connection: AsyncConnection) -> bool:
            if words:
                return await _keep(connection, reasons, battle_id, member_id, values, where=_open(now) & votes)
            return await _forget(connection, reasons, battle_id, member_id, where=_open(now) & votes)

        return await self._database.write(job)

    async def guess_of(self, battle_id: BattleId, member_id: int) -> Guess:
        """The member's guess, an empty one where there is none."""
        row = await self._own(guesses, battle_id, member_id)
        return Guess() if row is None else Guess(a=row["name_a"], b=row["name_b"])

    async def guess(
        self, battle_id: BattleId, member_id: int, change: Callable[[Guess], Guess], now: datetime
    ) -> Guess | None:
        """Change the guess as it is at that moment, if the vote is open, and return what is kept, else None."""

        async def job(connection: AsyncConnection) -> Guess | None:
            own = select(guesses).where(guesses.c.battle_id == battle_id, guesses.c.member_id == member_id)
            row = (await connection.execute(own)).one_or_none()
            guess = change(Guess() if row is None else Guess(a=row.name_a, b=row.name_b))
            if guess == Guess():
                kept = await _forget(connection, guesses, battle_id, member_id, where=_open(now))
            else:
                values = {"name_a": guess.a, "name_b": guess.b, "guessed_at": now}
                kept = await _keep(connection, guesses, battle_id, member_id, values, where=_open(now))
            return guess if kept else None

        return await self._database.write(job)

    async def watch(self, battle_id: BattleId, member_id: int, now: datetime, *, most: int) -> bool:
        """Remember that the member wants to be told, if the reveal is still to come; TooManyWatchers from `most` on."""
        to_come = and_(battles.c.state.in_([State.CREATING, State.ANSWERING, State.VOTING, State.CLOSING]), ~void)
        values = {"asked_at": literal(now, watchers.c.asked_at.type)}

        async def job(connection: AsyncConnection) -> bool:
            if not await _keep(connection, watchers, battle_id, member_id, values, where=to_come):
                return False
            number = await connection.scalar(select(func.count()).where(watchers.c.battle_id == battle_id))
            if (number or 0) > most:
                raise TooManyWatchers  # which takes back what was written
            return True

        return await self._database.write(job)

    async def unwatch(self, battle_id: BattleId, member_id: int) -> None:
        """Forget it again."""
        mine = and_(watchers.c.battle_id == battle_id, watchers.c.member_id == member_id)
        await self._database.write(lambda connection: connection.execute(delete(watchers).where(mine)))

    async def watches(self, battle_id: BattleId, member_id: int) -> bool:
        """Whether the member wants to be told."""
        return await self._own(watchers, battle_id, member_id) is not None

    async def watchers(self, battle_id: BattleId) -> Sequence[int]:
        """Who wants to be told, in the order in which they asked."""
        all_of_them = select(watchers.c.member_id).where(watchers.c.battle_id == battle_id)
        async with self._database.read() as connection:
            found = await connection.scalars(all_of_them.order_by(watchers.c.asked_at, watchers.c.member_id))
            return found.all()

    async def _own(self, table: Table, battle_id: BattleId, member_id: int) -> Mapping[str, Any] | None:
        own = select(table).where(table.c.battle_id == battle_id, table.c.member_id == member_id)
        async with self._database.read() as connection:
            row = (await connection.execute(own)).mappings().one_or_none()
        return None if row is None else dict(row)


def rating_from(row: Mapping[str, Any]) -> Rating:
    """The rating in a row of `ratings`."""
    return Rating(**{name: row[name] for name in SCORES}, words=row["words"])


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(battles.c.state == State.VOTING, battles.c.closes_at > now)


async def _keep(
    connection: AsyncConnection,
    table: Table,
    battle_id: BattleId,
    member_id: int,
    values: Mapping[str, Any],
    *,
    where: ColumnElement[bool],
) -> bool:
    """Upsert the member's row if the battle meets the condition; say whether it does."""
    columns = {"battle_id": battles.c.id, "member_id": literal(member_id), **values}
    chosen = select(*(_column(table, name, value) for name, value in columns.items())).where(
        battles.c.id == battle_id, where
    )
    row = insert(table).from_select([*columns], chosen)
    upsert = row.on_conflict_do_update(
        index_elements=[table.c.battle_id, table.c.member_id], set_={name: row.excluded[name] for name in values}
    )
    return await connection.scalar(upsert.returning(table.c.battle_id)) is not None


def _column(table: Table, name: str, value: Any) -> ColumnElement[Any]:
    bound: ColumnElement[Any] = value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
    return bound.label(name)


async def _forget(
    connection: AsyncConnection, table: Table, battle_id: BattleId, member_id: int, *, where: ColumnElement[bool]
) -> bool:
    """Delete the member's row if the battle meets the condition; say whether it does."""
    if await connection.scalar(select(battles.c.id).where(battles.c.id == battle_id, where)) is None:
        return False
    await connection.execute(delete(table).where(table.c.battle_id == battle_id, table.c.member_id == member_id))
    return True
