import asyncio
from importlib.resources import files
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from storage.community.tables import metadata
from storage.database import Database, open_database
from storage.errors import SchemaUnknown
from storage.migrating import migrate
from tests.support.database import copied_migrations, database_url, upgraded

NEWEST = max(file.name[:4] for file in Path(str(files("storage.community"))).glob("migrations/versions/0*.py"))
"""The newest revision that the code has: their files' names begin with their numbers."""
REVISION = """
import sqlalchemy as sa
from alembic import op
revision = "{revision}"
down_revision = "{newest}"
def upgrade():
    op.create_table("later", sa.Column("n", sa.Integer, primary_key=True), sqlite_strict=True)
    op.add_column("guild_settings", sa.Column("later", sa.Integer))
    {then}
"""


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the community's migrations to add to, in a folder whose name Alembic might take for something else."""
    return copied_migrations(tmp_path / "100%(here)s", monkeypatch)


def add(migrations: Path, revision: str, then: str = "pass") -> None:
    (migrations / f"{revision}.py").write_text(REVISION.format(revision=revision, newest=NEWEST, then=then))


async def schema(database: Database) -> set[str]:
    async with database.read() as connection:
        found = await connection.scalars(text("SELECT coalesce(sql, name) FROM sqlite_schema"))
        return set(found.all())


async def revision(database: Database) -> str:
    async with database.read() as connection:
        return str(await connection.scalar(text("SELECT version_num FROM schema_community")))


def described(connection: Connection) -> dict[str, object]:
    """What autogeneration does not compare: checks, strictness, order of columns, names of keys."""
    inspector = inspect(connection)
    options = {
        row.name: (row.strict, row.wr)
        for row in connection.execute(text("SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main'"))
    }
    return {
        table: (
            options[table],
            [column["name"] for column in inspector.get_columns(table)],
            sorted((check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table)),
            inspector.get_pk_constraint(table),
            sorted(str(key) for key in inspector.get_foreign_keys(table)),
        )
        for table in metadata.tables
    }


async def test_a_fresh_database_has_the_schema_that_the_code_declares(tmp_path: Path) -> None:
    async with (
        open_database(database_url(tmp_path / "migrated.db")) as migrated,
        open_database(database_url(tmp_path / "declared.db")) as declared,
    ):
        await migrate(migrated, "community")
        await declared.write(lambda connection: connection.run_sync(metadata.create_all))

        async with migrated.read() as connection:
            differences = await connection.run_sync(
                lambda c: compare_metadata(
                    MigrationContext.configure(c, opts={"version_table": "schema_community", "compare_type": True}),
                    metadata,
                )
            )
            is_ = await connection.run_sync(described)
        async with declared.read() as connection:
            should_be = await connection.run_sync(described)

    assert differences == []
    assert is_ == should_be


async def test_every_table_is_strict(tmp_path: Path) -> None:
    async with open_database(database_url(tmp_path / "test.db")) as database:
        await migrate(database, "community")
        async with database.read() as connection:
            tables = await connection.execute(
                text("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
            )
            lax = {name for name, strict in tables if not strict}
    assert lax == {"schema_community"}, "only Alembic's own"


async def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    async with open_database(database_url(tmp_path / "test.db")) as database:
        await migrate(database, "community")
        await database.write(lambda c: c.execute(text("INSERT INTO facts VALUES ('a', 'b')")))
        before = await schema(database)

        await migrate(database, "community")

        assert await schema(database) == before
        async with database.read() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM facts")) == 1


async def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    url = database_url(tmp_path / "test.db")
    async with open_database(url) as one, open_database(url) as other:
        await asyncio.gather(migrate(one, "community"), migrate(other, "community"))

        assert await revision(one) == NEWEST


async def test_a_later_revision_is_applied_over_an_older_file(tmp_path: Path, migrations: Path) -> None:
    async with open_database(database_url(tmp_path / "test.db")) as database:
        await migrate(database, "community")
        add(migrations, "next")

        await migrate(database, "community")

        assert await revision(database) == "next"
        assert "later" in " ".join(await schema(database))


@pytest.mark.parametrize("fault", ["raise LookupError('on purpose')", "op.execute('INSERT INTO missing VALUES (1)')"])
async def test_a_failing_migration_leaves_no_trace(tmp_path: Path, migrations: Path, fault: str) -> None:
    async with open_database(database_url(tmp_path / "test.db")) as database:
        await migrate(database, "community")
        before = await schema(database)
        add(migrations, "next", fault)

        with pytest.raises((LookupError, OperationalError), match=r"on purpose|no such table"):
            await migrate(database, "community")

        assert await schema(database) == before
        assert await revision(database) == NEWEST


async def test_a_failing_migration_of_a_fresh_file_leaves_it_empty(tmp_path: Path, migrations: Path) -> None:
    add(migrations, "next", "raise LookupError('on purpose')")
    async with open_database(database_url(tmp_path / "test.db")) as database:
        with pytest.raises(LookupError):
            await migrate(database, "community")

        assert await schema(database) == set()


async def test_a_file_of_a_newer_version_is_refused_unchanged(tmp_path: Path, migrations: Path) -> None:
    add(migrations, "next")
    async with open_database(database_url(tmp_path / "test.db")) as database:
        await migrate(database, "community")
        before = await schema(database)
        (migrations / "next.py").unlink()

        with pytest.raises(SchemaUnknown, match=f"knows {NEWEST}"):
            await migrate(database, "community")

        assert await schema(database) == before
        assert await revision(database) == "next"


async def test_schedules_and_their_posts_outlive_the_change_of_their_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = "INSERT INTO schedules SELECT {}, 1, 2, '{}', 'text', 'x', NULL, 'week', '0 9 * * *', 'UTC', {}, {}"
    rows = (
        order.format(7, "server", 1, "NULL, 3, 0, 0, NULL, 0"),
        order.format(8, "world", 0, "NULL, 3, 0, 0, 'by_hand', 0"),
        "INSERT INTO scheduled_posts VALUES (7, 5, NULL, 2, 9, '[]')",
        "INSERT INTO live_boards VALUES (1, 2, 'x', 'text', 'light', 9, 4)",
    )
    async with upgraded(tmp_path, monkeypatch, since="0022", before=rows) as database:
        async with database.read() as connection:
            orders = await connection.execute(text("SELECT id, period, picture, pause FROM schedules ORDER BY id"))
            posts = await connection.execute(text("SELECT schedule_id, message_id FROM scheduled_posts"))
            live = await connection.execute(text("SELECT picture, message_id FROM live_boards"))
            assert orders.all() == [(7, "week", "dark", None), (8, "always", "none", "by_hand")]
            assert posts.all() == [(7, 9)]
            assert live.all() == [("light", 9)]
        await database.write(lambda connection: connection.execute(text("DELETE FROM schedules WHERE id = 7")))
        async with database.read() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM scheduled_posts")) == 0


async def test_two_newest_revisions_are_our_mistake_and_not_a_newer_file(tmp_path: Path, migrations: Path) -> None:
    add(migrations, "next")
    add(migrations, "rival")
    async with open_database(database_url(tmp_path / "test.db")) as database:
        with pytest.raises(CommandError, match="Multiple head"):
            await migrate(database, "community")
