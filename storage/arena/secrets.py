"""Secrets that outlive a process and that all processes on one database share."""

import secrets as randomness

from sqlalchemy import select
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.arena.saving import save
from storage.arena.tables import secrets
from storage.database import Database


async def secret(database: Database, name: str) -> bytes:
    """The 32 random bytes of that name, made when they are first asked for.

    Raises:
        NotSaved: there are none yet, and they cannot be kept just now.
    """
    kept = select(secrets.c.value).where(secrets.c.name == name)
    async with database.read() as connection:
        value = (await connection.execute(kept)).scalar_one_or_none()

    async def job(connection: AsyncConnection) -> str:
        new = sqlite.insert(secrets).values(name=name, value=randomness.token_hex(32)).on_conflict_do_nothing()
        await connection.execute(new)
        stored: str = (await connection.execute(kept)).scalar_one()
        return stored

    return bytes.fromhex(await save(database, job) if value is None else value)
