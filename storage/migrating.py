"""Bring a database's schema up to date with Alembic: forward only, each revision applied together with its record."""

from importlib.resources import files
from typing import Final, Literal

from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.errors import DatabaseUnwritable, SchemaUnknown

Part = Literal["community", "arena"]
PARTS: Final[tuple[Part, ...]] = ("community", "arena")
"""The two halves of the schema. A house arena that runs alone has only its own."""
TRIES: Final = 10
"""Another process may be migrating the same file; each try waits for it as long as for any write."""


async def migrate(database: Database, *parts: Part) -> None:
    """Upgrade these parts of the schema to the newest revision; does nothing where they are.

    Raises:
        SchemaUnknown: the database was written by a newer version.
        DatabaseUnwritable: nothing was changed.
    """
    for part in parts:
        await _migrate(database, part)


async def _migrate(database: Database, part: Part) -> None:
    for tries_left in reversed(range(TRIES)):
        try:
            await database.write(lambda connection: _upgrade(connection, part))
        except DatabaseUnwritable:
            if not tries_left:
                raise
        else:
            return


async def _upgrade(connection: AsyncConnection, part: Part) -> None:
    await connection.run_sync(_upgrade_sync, part)


def _upgrade_sync(connection: Connection, part: Part) -> None:
    config = Config()
    # Alembic reads options through a ConfigParser, to which a percent sign in the path means something.
    config.set_main_option("script_location", str(files(f"storage.{part}") / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["part"] = part
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        if not isinstance(error.__cause__, ResolutionError):
            raise
        known = ", ".join(ScriptDirectory.from_config(config).get_heads())
        raise SchemaUnknown(
            f"The database's {part} schema is newer than this version of Blindbout (which knows {known}). "
            "Nothing was changed; start the version that wrote it, or a newer one."
        ) from error


def run_environment(metadata: MetaData) -> None:
    """What each part's `migrations/env.py` does. The caller's transaction holds DDL and record together."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=metadata,
        version_table=f"schema_{attributes['part']}",
        render_as_batch=True,
    )
    context.run_migrations()
