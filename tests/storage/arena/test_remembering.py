"""What is remembered is never older than the last commit of any process."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.arena.remembering import Remembered
from storage.database import Database, open_database
from tests.support.database import database_url, migrated_database


async def put(database: Database, value: str) -> None:
    async def job(connection: AsyncConnection) -> None:
        await connection.execute(
            text("INSERT OR REPLACE INTO arena_secrets VALUES ('a', :value)"), {"value": value * 64}
        )

    await database.write(job)


def reading(database: Database, reads: list[str]) -> Remembered[str, str | None]:
    async def read(name: str) -> str | None:
        reads.append(name)
        async with database.read() as connection:
            statement = text("SELECT substr(value, 1, 1) FROM arena_secrets WHERE name = :name")
            found: str | None = await connection.scalar(statement, {"name": name})
            return found

    return Remembered(database, read)


async def test_a_value_is_read_once_until_somebody_commits(tmp_path: Path) -> None:
    async with (
        migrated_database(tmp_path / "a.db", "arena") as database,
        open_database(database_url(tmp_path / "a.db")) as other,
    ):
        reads: list[str] = []
        values = reading(database, reads)
        assert [await values.get("a"), await values.get("a"), await values.get("b")] == [None, None, None]
        assert reads == ["a", "b"]
        for writer, value in ((database, "x"), (other, "y"), (other, "z"), (database, "x")):
            await put(writer, value)
            reads.clear()
            assert [await values.get("a"), await values.get("a")] == [value, value]
            assert reads == ["a"]


async def test_a_value_that_was_overtaken_while_it_was_read_is_not_kept(tmp_path: Path) -> None:
    async with migrated_database(tmp_path / "a.db", "arena") as database:
        said = iter(["before", "after"])

        async def read(_name: str) -> str:
            value = next(said)
            if value == "before":
                await put(database, "x")
            return value

        values = Remembered(database, read)
        assert [await values.get("a"), await values.get("a"), await values.get("a")] == ["before", "after", "after"]


async def test_one_is_given_what_it_found_while_another_finds_that_it_is_to_be_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with migrated_database(tmp_path / "a.db", "arena") as database:
        values = reading(database, [])
        versions = iter([1, 1, 1, 2, 2])
        monkeypatch.setattr(database, "version", lambda: next(versions))
        await put(database, "x")
        assert await values.get("a") == "x"
        assert [*await asyncio.gather(values.get("a"), values.get("a"))] == ["x", "x"]


async def test_a_database_that_cannot_say_is_asked_every_time(tmp_path: Path) -> None:
    async with migrated_database(tmp_path / "a.db", "arena") as database:
        reads: list[str] = []
        values = reading(database, reads)
        await values.get("a")
    assert database.version() != database.version()
