"""Refused keys: `community.keys.KeyStore` on the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.keys import Errand, KeyRefusal
from storage.community.dialect import insert
from storage.community.tables import refused_keys
from storage.database import Database


class SqlKeyStore:
    """The promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def refused(self, refusal: KeyRefusal) -> None:
        """Keep it, unless one of this source and key stands."""
        row = insert(refused_keys).values(
            source=refusal.source,
            key=refusal.key,
            errand=refusal.errand,
            code=refusal.code,
            refused_at=refusal.refused_at,
        )
        await self._database.write(lambda connection: connection.execute(row.on_conflict_do_nothing()))

    async def taken(self, source: str, errand: Errand) -> None:
        """Forget what was told about this errand, also of former keys."""
        this = (refused_keys.c.source == source, refused_keys.c.errand == errand)
        gone = delete(refused_keys).where(*this, refused_keys.c.told_at.is_not(None))
        await self._database.write(lambda connection: connection.execute(gone))

    async def standing(self) -> frozenset[tuple[str, Errand]]:
        """Of which errands somebody was told."""
        told = select(refused_keys.c.source, refused_keys.c.errand).where(refused_keys.c.told_at.is_not(None))
        async with self._database.read() as connection:
            rows = await connection.execute(told)
            return frozenset((row.source, Errand(row.errand)) for row in rows)

    async def claim(self, *, now: datetime, leased_until: datetime) -> Sequence[KeyRefusal]:
        """Those to be told of: of several who claim, one gets them."""
        free = or_(refused_keys.c.leased_until.is_(None), refused_keys.c.leased_until <= now)
        untold = refused_keys.c.told_at.is_(None) & free
        claimed = update(refused_keys).where(untold).values(leased_until=leased_until).returning(refused_keys)

        async def job(connection: AsyncConnection) -> Sequence[KeyRefusal]:
            return [
                KeyRefusal(
                    source=row.source,
                    key=row.key,
                    errand=Errand(row.errand),
                    code=row.code,
                    refused_at=row.refused_at,
                )
                for row in await connection.execute(claimed)
            ]

        async with self._database.read() as connection:
            # A look shall not write to the disk when there is nothing to tell.
            if await connection.scalar(select(refused_keys.c.source).where(untold).limit(1)) is None:
                return []
        return await self._database.write(job)

    async def told(self, refusal: KeyRefusal, now: datetime) -> None:
        """Nobody needs to be told of it any more; one that went meanwhile, and came again, is another."""
        this = (
            refused_keys.c.source == refusal.source,
            refused_keys.c.key == refusal.key,
            refused_keys.c.refused_at == refusal.refused_at,
        )
        change = update(refused_keys).where(*this).values(told_at=now)
        await self._database.write(lambda connection: connection.execute(change))
