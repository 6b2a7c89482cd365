import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event, text

from arena.engine.errors import NotFound
from arena.engine.keys import KeyRing
from arena.engine.values import Api, Tier
from storage.arena.keys import KeyTable
from storage.database import Database
from tests.support.clock import EagerClock
from tests.support.database import migrated_database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with migrated_database(tmp_path / "keys.db", "arena") as database:
        yield database


@pytest.fixture
def clock() -> EagerClock:
    return EagerClock()


@pytest.fixture
def keys(database: Database, clock: EagerClock) -> KeyRing:
    return KeyRing(KeyTable(database), clock.now)


@pytest.mark.parametrize(("api", "form"), [(Api.MODELCHORUS, "mc_[0-9a-f]{32}"), (Api.CONCURRED, "ck_[0-9a-f]{32}")])
async def test_a_key_has_its_apis_form_and_is_recognised(keys: KeyRing, api: Api, form: str) -> None:
    secret = await keys.create(api=api, tier=Tier.READ, name="mine")
    assert re.fullmatch(form, secret)
    key = await keys.recognise(secret)
    assert key is not None
    assert (key.api, key.tier, key.name) == (api, Tier.READ, "mine")
    assert await keys.recognise(secret[:-1] + ("0" if secret[-1] != "0" else "1")) is None


async def test_the_secret_stands_nowhere_in_the_database(keys: KeyRing, database: Database) -> None:
    secret = await keys.create(tier=Tier.WRITE)
    await keys.recognise(secret)
    async with database.read() as connection:
        row = str((await connection.execute(text("SELECT * FROM arena_keys"))).one())
    assert "write" in row
    assert secret[3:] not in row


async def test_a_revoked_key_is_recognised_no_more_and_is_revoked_once(keys: KeyRing) -> None:
    secret = await keys.create(tier=Tier.WRITE)
    (key,) = await keys.all()
    await keys.revoke(key.id)
    assert await keys.recognise(secret) is None
    with pytest.raises(NotFound):
        await keys.revoke(key.id)
    with pytest.raises(NotFound):
        await keys.revoke("nope")


async def test_the_last_use_is_written_at_most_once_a_minute(
    keys: KeyRing, database: Database, clock: EagerClock
) -> None:
    secret = await keys.create(tier=Tier.WRITE)
    commits = 0

    def count(_connection: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(database._writer.sync_engine, "commit", count)
    for _ in range(119):
        await keys.recognise(secret)
        clock.advance(1)
    assert commits == 2
    (key,) = await keys.all()
    assert key.last_used_at is not None
    assert (clock.now() - key.last_used_at).total_seconds() == 59


async def test_renewing_an_owners_key_ends_the_former_one_and_keeps_the_owner(keys: KeyRing) -> None:
    first = await keys.renew_unlimited("the bot")
    stranger = await keys.create(tier=Tier.WRITE)
    second = await keys.renew_unlimited("the bot")
    assert await keys.recognise(first) is None
    assert await keys.recognise(stranger) is not None
    key = await keys.recognise(second)
    assert key is not None
    assert (key.owner, key.battles_per_day, key.requests_per_minute) == ("the bot", None, None)


@pytest.mark.parametrize(
    "change", ["battles_per_day = 0", "tier = 'anonymous'", "api = 'other'", "sha256 = 'short'", "created_at = 'now'"]
)
async def test_the_table_refuses_a_key_that_cannot_be(keys: KeyRing, database: Database, change: str) -> None:
    await keys.create(tier=Tier.WRITE)
    with pytest.raises(Exception, match=r"constraint failed|cannot store TEXT"):
        await database.write(lambda connection: connection.execute(text(f"UPDATE arena_keys SET {change}")))  # noqa: S608 - the test's own words
