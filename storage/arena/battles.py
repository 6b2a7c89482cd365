"""The battles of the house arena: `arena.engine.ports.BattleStore` on the database."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.engine.values import Battle, Contestant, Failure, Side, Spot, Turn, VoteTotals, Written
from arena.wire import CastVote, GiveFeedback, Modality
from storage.arena import leasing, voting, windows, writing
from storage.arena.reading import read_battles
from storage.arena.remembering import Remembered
from storage.arena.saving import save
from storage.arena.tables import battle_categories, battles, draws, pictures, turns
from storage.database import Database


class BattleTable:
    """Fulfils the port; the port says what each method does. Each is a process of its own to the others."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._polled = Remembered(database, self._get)
        self._writer = secrets.token_hex(8)

    async def create(self, battle: Battle, *, battles_per_day: int | None) -> None:
        """Take one battle from the key's window and add this battle, or do neither."""

        async def job(connection: AsyncConnection) -> None:
            if battles_per_day is not None:
                await windows.take_one(connection, battle.key_id, battles_per_day, battle.created_at)
            await _insert(connection, battle)
            await writing.begin(connection, battle.id, battle.owner, battle.latest, writer=self._writer)

        await save(self._database, job)

    async def get(self, battle_id: str, owner: str) -> Battle | None:
        """The battle, if it is this owner's."""
        return await self._polled.get((battle_id, owner))

    async def _get(self, asked: tuple[str, str]) -> Battle | None:
        battle_id, owner = asked
        async with self._database.read() as connection:
            found = await read_battles(connection, battles.c.id == battle_id, battles.c.owner == owner)
        return found[0] if found else None

    async def add_turn(self, battle_id: str, owner: str, turn: Turn) -> bool:
        """Add the turn if it follows on the battle's last one and that is ready; say whether."""
        return await save(
            self._database,
            lambda connection: writing.begin(connection, battle_id, owner, turn, writer=self._writer),
        )

    async def claim(self, *, now: datetime, until: datetime) -> Sequence[Battle]:
        """Say that this process lives until then, and take over what nobody who lives is writing."""

        async def job(connection: AsyncConnection) -> list[Battle]:
            await leasing.renew(connection, self._writer, now=now, until=until)
            return await read_battles(connection, battles.c.id.in_(await leasing.claim_turns(connection, self._writer)))

        return await save(self._database, job)

    async def release(self) -> None:
        """Say that this process writes no more."""
        await save(self._database, lambda connection: leasing.end(connection, self._writer))

    async def keep(self, spot: Spot, text: str) -> None:
        """Store what a side has written so far."""
        await save(self._database, lambda connection: writing.keep(connection, spot, text, writer=self._writer))

    async def finish(self, spot: Spot, written: Written, *, at: datetime) -> None:
        """Store a side's whole answer; the second one makes the turn ready."""
        await save(
            self._database,
            lambda connection: writing.finish(connection, spot, written, at=at, writer=self._writer),
        )

    async def replace(self, battle: Battle, side: Side, contestant: Contestant) -> None:
        """Give a side in its first turn to another model, which starts with an empty page."""
        await save(
            self._database,
            lambda connection: writing.replace(connection, battle, side, contestant, writer=self._writer),
        )

    async def fail(self, battle_id: str, turn: int, failure: Failure) -> None:
        """End a turn that is not ready. The key gets its battle back if no model has written anything."""
        await save(self._database, lambda connection: writing.fail(connection, battle_id, turn, failure))

    async def give_up(self, battle_id: str, turn: int, failure: Failure) -> None:
        """The same, if the turn is still this process's work."""
        await save(
            self._database,
            lambda connection: writing.fail(connection, battle_id, turn, failure, writer=self._writer),
        )

    async def vote(self, battle_id: str, owner: str, vote: CastVote, *, at: datetime, created_until: datetime) -> bool:
        """Cast the vote on `Battle.votable`, if it is ready and the battle was created until then; say whether."""

        async def job(connection: AsyncConnection) -> bool:
            turn = await voting.cast(connection, battle_id, owner, vote, at=at, created_until=created_until)
            return turn is not None

        return await save(self._database, job)

    async def add_feedback(self, battle_id: str, owner: str, feedback: GiveFeedback) -> bool:
        """Replace those fields beside the battle's last vote that are given here, if there is one; say whether."""
        return await save(self._database, lambda connection: voting.say(connection, battle_id, owner, feedback))

    async def totals(self) -> VoteTotals:
        """All votes cast."""
        statement = (
            select(battles.c.modality, func.count())
            .join(turns, turns.c.battle_id == battles.c.id)
            .where(turns.c.voted_at.is_not(None))
            .group_by(battles.c.modality)
        )
        async with self._database.read() as connection:
            counts = {modality: count for modality, count in await connection.execute(statement)}  # noqa: C416 - a Row is not a pair to mypy
        return VoteTotals(text=counts.get(Modality.TEXT, 0), image=counts.get(Modality.IMAGE, 0))

    async def picture(self, picture_id: str) -> bytes | None:
        """The picture of that id."""
        async with self._database.read() as connection:
            found = await connection.execute(select(pictures.c.data).where(pictures.c.id == picture_id))
            return found.scalar_one_or_none()


async def _insert(connection: AsyncConnection, battle: Battle) -> None:
    await connection.execute(
        insert(battles).values(
            id=battle.id,
            owner=battle.owner,
            key_id=battle.key_id,
            modality=battle.modality,
            locale=battle.locale,
            title=battle.title,
            created_at=battle.created_at,
            slug_a=battle.contestants.a.slug,
            name_a=battle.contestants.a.name,
            slug_b=battle.contestants.b.slug,
            name_b=battle.contestants.b.name,
        )
    )
    if battle.categories:
        rows = [{"battle_id": battle.id, "category": category} for category in sorted(battle.categories)]
        await connection.execute(insert(battle_categories), rows)
    if battle.chance is not None:
        await connection.execute(insert(draws).values(battle_id=battle.id, chance=battle.chance))
