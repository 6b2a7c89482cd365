import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, open_database
from storage.errors import DatabaseClosed, DatabaseUnwritable


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}") as database:
        await database.write(
            lambda connection: connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT"))
        )
        yield database


async def insert(connection: AsyncConnection, n: int) -> int:
    await connection.execute(text("INSERT INTO t VALUES (:n)"), {"n": n})
    return n


async def numbers(database: Database) -> list[int]:
    async with database.read() as connection:
        return list((await connection.execute(text("SELECT n FROM t ORDER BY n"))).scalars())


async def test_a_failing_job_takes_nothing_of_its_group_with_it(database: Database) -> None:
    async def insert_then_fail(connection: AsyncConnection) -> None:
        await insert(connection, 100)
        raise LookupError("on purpose")

    outcomes = await asyncio.gather(
        database.write(lambda c: insert(c, 1)),
        database.write(insert_then_fail),
        database.write(lambda c: insert(c, 1)),
        database.write(lambda c: insert(c, 2)),
        return_exceptions=True,
    )

    assert outcomes[0] == 1
    assert isinstance(outcomes[1], LookupError)
    assert isinstance(outcomes[2], IntegrityError)
    assert outcomes[3] == 2
    assert await numbers(database) == [1, 2]


async def test_writes_waiting_together_commit_together(database: Database) -> None:
    commits = 0

    def count(_connection: object) -> None:
        nonlocal commits
        commits += 1

    from sqlalchemy import event  # noqa: PLC0415 - only this test listens

    event.listen(database._writer.sync_engine, "commit", count)
    await asyncio.gather(*(database.write(lambda c, n=n: insert(c, n)) for n in range(64)))  # type: ignore[misc] # mypy cannot infer a lambda with a bound default

    assert len(await numbers(database)) == 64
    assert commits <= 3


async def test_a_database_locked_by_another_process_says_so_and_saves_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 50)
    url = f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    async with open_database(url) as other:

        async def hold(connection: AsyncConnection) -> None:
            await insert(connection, 5)
            with pytest.raises(DatabaseUnwritable):
                await other.write(lambda c: insert(c, 6))

        await database.write(hold)
        await other.write(lambda c: insert(c, 7))
    assert await numbers(database) == [5, 7]


async def test_a_mistake_in_a_statement_is_not_taken_for_a_fault_of_the_machine(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        await database.write(lambda c: c.execute(text("INSERT INTO missing VALUES (1)")))
    await database.write(lambda c: insert(c, 1))


async def test_a_cancelled_caller_does_not_stop_the_writer(database: Database) -> None:
    entered = asyncio.Event()

    async def slow(connection: AsyncConnection) -> None:
        entered.set()
        await asyncio.sleep(0)
        await insert(connection, 1)

    caller = asyncio.create_task(database.write(slow))
    await entered.wait()
    caller.cancel()
    await database.write(lambda c: insert(c, 2))
    assert await numbers(database) == [1, 2]


async def test_readers_can_write_nothing(database: Database) -> None:
    async with database.read() as connection:
        with pytest.raises(Exception, match="readonly"):
            await insert(connection, 1)
    assert await numbers(database) == []


async def test_closing_finishes_what_waits_and_refuses_the_rest(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    async with open_database(url) as database:
        await database.write(lambda c: c.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)")))
        waiting = [asyncio.create_task(database.write(lambda c, n=n: insert(c, n))) for n in range(5)]  # type: ignore[misc] # mypy cannot infer a lambda with a bound default
        await asyncio.sleep(0)
    assert [await write for write in waiting] == [0, 1, 2, 3, 4]
    with pytest.raises(DatabaseClosed):
        await database.write(lambda c: insert(c, 9))


def test_the_interpreter_exits_after_a_close(tmp_path: Path) -> None:
    program = f"""
import asyncio
from storage.database import open_database
from sqlalchemy import text
async def main():
    async with open_database("sqlite+aiosqlite:///{tmp_path}/exit.db") as database:
        await database.write(lambda c: c.execute(text("SELECT 1")))
asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("blindbout.db", "not an address"),
        ("postgresql+asyncpg://localhost/blindbout", "must start with sqlite"),
        ("sqlite+aiosqlite://", "name a file"),
        ("sqlite+aiosqlite:////no/such/folder/blindbout.db", "/no/such/folder"),
    ],
)
async def test_an_address_that_cannot_be_used_is_said_in_a_sentence(url: str, why: str) -> None:
    with pytest.raises(DatabaseUnwritable, match=why):
        async with open_database(url):
            raise AssertionError("opened")


async def test_errors_quote_no_parameters(database: Database) -> None:
    statement = text("INSERT INTO nowhere VALUES (:prompt)")
    with pytest.raises(Exception, match="no such table") as raised:
        await database.write(lambda c: c.execute(statement, {"prompt": "a secret question"}))
    assert "secret" not in str(raised.value)
