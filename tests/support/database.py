"""A real database file, migrated."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from storage.database import Database, open_database
from storage.migrating import Part, migrate


def database_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@asynccontextmanager
async def migrated_database(path: Path, *parts: Part) -> AsyncIterator[Database]:
    """Open the file at `path`, which may exist, with these parts of the schema; the community's where none is named."""
    parts = parts or ("community",)
    begun = _begin(path, await _migrated(parts))
    async with open_database(database_url(path)) as database:
        if not begun:
            await migrate(database, *parts)
        yield database


def _begin(path: Path, content: bytes) -> bool:
    """Whether there was no such file."""
    if path.exists():
        return False
    path.write_bytes(content)
    return True


_files: Final[dict[tuple[Part, ...], bytes]] = {}


async def _migrated(parts: tuple[Part, ...]) -> bytes:
    """A file that all revisions have gone through: it is made once, and then copied in a hundredth of the time."""
    if parts not in _files:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "migrated.db"
            async with open_database(database_url(path)) as database:
                await migrate(database, *parts)
            _files[parts] = path.read_bytes()
    return _files[parts]
