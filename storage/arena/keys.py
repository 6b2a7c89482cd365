"""The keys of the house arena: `arena.engine.ports.KeyStore` on the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.engine.values import Api, Key, Tier
from storage.arena.remembering import Remembered
from storage.arena.saving import save
from storage.arena.tables import keys
from storage.database import Database


class KeyTable:
    """Fulfils the port; the port says what each method does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._valid = Remembered(database, self._find)

    async def add(self, key: Key, sha256: str) -> None:
        """Add a key."""
        statement = insert(keys).values(
            id=key.id,
            sha256=sha256,
            api=key.api,
            tier=key.tier,
            owner=key.owner,
            name=key.name,
            battles_per_day=key.battles_per_day,
            requests_per_minute=key.requests_per_minute,
            created_at=key.created_at,
        )
        await save(self._database, lambda connection: connection.execute(statement))

    async def find(self, sha256: str) -> Key | None:
        """The key with this digest, unless it is revoked."""
        return await self._valid.get(sha256)

    async def _find(self, sha256: str) -> Key | None:
        statement = select(keys).where(keys.c.sha256 == sha256, keys.c.revoked_at.is_(None))
        async with self._database.read() as connection:
            row = (await connection.execute(statement)).one_or_none()
        return None if row is None else _key(row)

    async def all(self) -> Sequence[Key]:
        """Every key, the oldest first, the revoked ones too."""
        async with self._database.read() as connection:
            return [_key(row) for row in await connection.execute(select(keys).order_by(keys.c.created_at, keys.c.id))]

    async def touch(self, key_id: str, *, at: datetime, unless_since: datetime) -> None:
        """Note a use, unless one was noted since then."""
        statement = (
            update(keys)
            .where(keys.c.id == key_id, or_(keys.c.last_used_at.is_(None), keys.c.last_used_at <= unless_since))
            .values(last_used_at=at)
        )
        await save(self._database, lambda connection: connection.execute(statement))

    async def revoke(self, key_id: str, *, at: datetime) -> bool:
        """Revoke a key; say whether there was one to revoke."""
        statement = update(keys).where(keys.c.id == key_id, keys.c.revoked_at.is_(None)).values(revoked_at=at)

        async def revoked(connection: AsyncConnection) -> bool:
            return (await connection.execute(statement)).rowcount == 1

        return await save(self._database, revoked)

    async def revoke_of(self, owner: str, api: Api, *, at: datetime) -> None:
        """Revoke every key that an owner has for that API."""
        of_owner = (keys.c.owner == owner) & (keys.c.api == api)
        statement = update(keys).where(of_owner, keys.c.revoked_at.is_(None)).values(revoked_at=at)
        await save(self._database, lambda connection: connection.execute(statement))


def _key(row: Row[*tuple[object, ...]]) -> Key:
    columns = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    return Key(
        id=columns[keys.c.id],
        api=Api(columns[keys.c.api]),
        tier=Tier(columns[keys.c.tier]),
        owner=columns[keys.c.owner],
        name=columns[keys.c.name],
        battles_per_day=columns[keys.c.battles_per_day],
        requests_per_minute=columns[keys.c.requests_per_minute],
        created_at=columns[keys.c.created_at],
        last_used_at=columns[keys.c.last_used_at],
        revoked_at=columns[keys.c.revoked_at],
    )
