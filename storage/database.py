"""One way to connect: any number of readers, one exclusive writer, writes committed in groups.

Every write is a function that gets a connection. The writer runs up to `GROUP` waiting functions in one IMMEDIATE
transaction, each in a savepoint of its own, commits once, and only then answers each caller: what was acknowledged is
on the disk. A function may be run again when its group could not be committed, so it must not change anything but the
database.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import DatabaseClosed, DatabaseUnwritable

Result = TypeVar("Result")
Job = Callable[[AsyncConnection], Awaitable[Result]]

GROUP: Final = 32
"""Most writes in one commit: durable single-row upserts run 3.5 times as fast in groups of 32 as alone."""
BUSY_TIMEOUT_MS: Final = 1_000
"""How long SQLite waits for another process's write before it says "locked".

A write may queue behind a group that waits as long in vain. Both together are shorter than the three seconds in which
Discord wants an answer, so that a member still reads "not counted".
"""
READERS: Final = 4


@dataclass(slots=True, eq=False)
class _Write:
    job: Job[Any]
    done: "asyncio.Future[Any]"


class Database:
    """An open database. Use `open_database` to get one."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, watcher: sqlite3.Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._watcher = watcher
        self._waiting: asyncio.Queue[_Write | None] = asyncio.Queue()
        self._closed = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one consistent, committed state and can write nothing."""
        if self._closed:
            raise DatabaseClosed("the database is closed")
        async with self._reader.connect() as connection:
            yield connection

    def version(self) -> object:
        """Compares equal as long as no process has committed anything, so what was read in between is still so.

        It is asked on the loop's own thread: SQLite looks into memory that all processes share, in microseconds.
        """
        try:
            version: int = self._watcher.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error:
            return object()  # nobody can say, so nothing may be taken for unchanged
        return version

    async def write(self, job: Job[Result]) -> Result:
        """Run `job` in a transaction and return its result once that is on the disk.

        An exception from the job rolls back what the job did, and nothing else, and is raised here. A cancelled caller
        no longer learns the outcome; a write that has begun is finished all the same.

        Raises:
            DatabaseUnwritable: nothing was saved.
            DatabaseClosed: the database is closed.
        """
        if self._closed:
            raise DatabaseClosed("the database is closed")
        write = _Write(job, asyncio.get_running_loop().create_future())
        self._waiting.put_nowait(write)
        result: Result = await write.done
        return result

    async def run_writer(self) -> None:
        """Serve waiting writes until `close`. `open_database` runs this."""
        while (first := await self._waiting.get()) is not None:
            group = [first]
            while len(group) < GROUP and not self._waiting.empty():
                following = self._waiting.get_nowait()
                if following is None:
                    await self._commit(group)
                    return
                group.append(following)
            await self._commit(group)

    def close(self) -> None:
        """Refuse new writes; the writer finishes the waiting ones and returns."""
        self._closed = True
        self._waiting.put_nowait(None)

    async def _commit(self, group: list[_Write]) -> None:
        outcomes: list[object]
        begun = False
        try:
            async with self._writer.begin() as connection:
                begun = True
                outcomes = [await _attempt(write, connection) for write in group]
        except Exception as error:  # noqa: BLE001 - the writer must outlive any fault, or every later write would hang
            if begun and len(group) > 1:
                # SQLite may have rolled back the whole transaction; alone, each write meets only its own fault.
                for write in group:
                    await self._commit([write])
                return
            if not begun:
                # Another process holds the file: whoever waits behind would be answered too late for Discord.
                group += self._everybody_waiting()
            outcomes = [_translated(error)] * len(group)
        for write, outcome in zip(group, outcomes, strict=True):
            if write.done.cancelled():
                continue
            if isinstance(outcome, BaseException):
                write.done.set_exception(outcome)
            else:
                write.done.set_result(outcome)

    def _everybody_waiting(self) -> list[_Write]:
        waiting: list[_Write] = []
        while not self._closed and not self._waiting.empty():
            write = self._waiting.get_nowait()
            if write is not None:
                waiting.append(write)
        return waiting


async def _attempt(write: _Write, connection: AsyncConnection) -> object:
    """The job's result, or the exception that belongs to its caller; faults of the database itself are raised."""
    try:
        async with connection.begin_nested():
            return await write.job(connection)
    except IntegrityError as error:
        return error
    except DBAPIError:
        raise
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - it belongs to the caller, who gets it
        return error


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open the database at `url` (`sqlite+aiosqlite:///file.db`), run its writer, and close it at the end.

    The schema is not touched: see `storage.migrating`.

    Raises:
        DatabaseUnwritable: the address cannot be used.
    """
    _check(url)
    writer = _engine(url, connections=1)
    reader = _engine(url, connections=READERS)
    _configure_sqlite(writer, begin="BEGIN IMMEDIATE", read_only=False)
    _configure_sqlite(reader, begin="BEGIN", read_only=True)
    watcher = sqlite3.connect(str(make_url(url).database), timeout=0)
    database = Database(writer, reader, watcher)
    serving = asyncio.create_task(database.run_writer(), name="database writer")
    try:
        yield database
    finally:
        database.close()
        await serving
        await writer.dispose()
        await reader.dispose()
        watcher.close()


def _translated(error: Exception) -> Exception:
    """Faults of the machine become ours; anything else is a mistake in a statement and stays what it is."""
    # SQLite calls a missing table "operational" too; its code tells that from a lock or a full disk.
    if not isinstance(error, OperationalError):
        return error
    if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return error
    unwritable = DatabaseUnwritable(str(error.orig))
    unwritable.__cause__ = error
    return unwritable


def _engine(url: str, *, connections: int) -> AsyncEngine:
    # Errors quote no parameters: they are prompts, answers and ballots, and errors end in logs.
    return create_async_engine(url, pool_size=connections, max_overflow=0, hide_parameters=True)


def _check(url: str) -> None:
    """Say in a sentence what the driver would say in a traceback from its own thread."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnwritable("DATABASE_URL is not an address; it looks like sqlite+aiosqlite:///file.db") from error
    if address.drivername != "sqlite+aiosqlite" or address.database in {None, "", ":memory:"}:
        raise DatabaseUnwritable("DATABASE_URL must start with sqlite+aiosqlite:/// and name a file")
    folder = Path(address.database).absolute().parent
    if not folder.is_dir():
        raise DatabaseUnwritable(f"The folder of the database, {folder}, does not exist")


def _configure_sqlite(engine: AsyncEngine, *, begin: str, read_only: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: DBAPIConnection, _record: object) -> None:
        # The driver opens transactions by itself unless told not to; `_begun` decides instead.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL, because a ballot acknowledged is a ballot kept: NORMAL may lose the last commits with the power.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)
