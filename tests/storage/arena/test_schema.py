from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.arena.tables import metadata
from storage.database import Database, open_database
from storage.errors import SchemaUnknown
from storage.migrating import migrate
from tests.support.database import database_url, migrated_database


def differences(connection: Connection) -> object:
    context = MigrationContext.configure(connection, opts={"version_table": "schema_arena", "compare_type": True})
    return compare_metadata(context, metadata)


async def definitions(database: Database) -> dict[str, str]:
    """Each table's and index's SQL, without the spaces that two writers set differently."""
    async with database.read() as connection:
        rows = await connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE name LIKE 'arena%' AND sql IS NOT NULL")
        )
        return {name: " ".join(sql.split()) for name, sql in rows}


async def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    async with migrated_database(tmp_path / "migrated.db", "arena") as migrated:
        async with migrated.read() as connection:
            assert await connection.run_sync(differences) == []
        async with open_database(database_url(tmp_path / "created.db")) as created:
            await created.write(lambda connection: connection.run_sync(metadata.create_all))
            assert await definitions(migrated) == await definitions(created)


async def test_every_table_is_strict(tmp_path: Path) -> None:
    async with migrated_database(tmp_path / "a.db", "arena") as database:
        tables = [sql for sql in (await definitions(database)).values() if sql.startswith("CREATE TABLE")]
        assert len(tables) == len(metadata.tables)
        assert all(sql.endswith("STRICT") for sql in tables)


async def test_a_second_migration_changes_nothing(tmp_path: Path) -> None:
    async with migrated_database(tmp_path / "a.db", "arena") as database:
        before = await definitions(database)
        await migrate(database, "arena")
        assert await definitions(database) == before


async def test_a_schema_newer_than_the_code_is_left_alone(tmp_path: Path) -> None:
    async with migrated_database(tmp_path / "a.db", "arena") as database:
        await database.write(
            lambda connection: connection.execute(text("UPDATE schema_arena SET version_num = '9999'"))
        )
        before = await definitions(database)
        with pytest.raises(SchemaUnknown, match="newer"):
            await migrate(database, "arena")
        assert await definitions(database) == before


async def test_the_arenas_part_stands_alone(tmp_path: Path) -> None:
    async with migrated_database(tmp_path / "a.db", "arena") as database:

        async def names(connection: AsyncConnection) -> list[str]:
            return await connection.run_sync(lambda sync: inspect(sync).get_table_names())

        async with database.read() as connection:
            assert all(name.startswith(("arena_", "schema_arena")) for name in await names(connection))
