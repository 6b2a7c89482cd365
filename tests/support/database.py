"""A real database file, migrated."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.database import Database, open_database
from storage.migrating import Part, migrate


def database_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@asynccontextmanager
async def migrated_database(path: Path, *parts: Part) -> AsyncIterator[Database]:
    """Open the file at `path`, which may exist, with these parts of the schema; the community's where none is named."""
    async with open_database(database_url(path)) as database:
        await migrate(database, *(parts or ("community",)))
        yield database
