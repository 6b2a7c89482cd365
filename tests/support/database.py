"""A real database file, migrated."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from sqlalchemy import text

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


def copied_migrations(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let `migrate` take the community's revisions from a copy in this folder; returns where they lie."""
    shutil.copytree(Path(str(files("storage.community"))) / "migrations", folder / "migrations")
    monkeypatch.setattr("storage.migrating.files", lambda _package: folder)
    return folder / "migrations" / "versions"


@asynccontextmanager
async def upgraded(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, since: str, before: Sequence[str]
) -> AsyncIterator[Database]:
    """A community's database in which the statements `before` ran on the schema that the revision `since` met.

    Since then all revisions were run.
    """
    migrations = copied_migrations(folder / "parts", monkeypatch)
    hidden = {file: file.read_text() for file in migrations.glob("0*.py") if file.name >= since}
    for file in hidden:
        file.unlink()
    async with open_database(database_url(folder / "old.db")) as database:
        await migrate(database, "community")
        for statement in before:
            await database.write(lambda c, statement=statement: c.execute(text(statement)))  # type: ignore[misc] # mypy cannot infer a lambda with a bound default
        for file, content in hidden.items():
            file.write_text(content)
        await migrate(database, "community")
        yield database
