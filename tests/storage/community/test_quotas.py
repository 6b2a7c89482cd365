import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from community.battles.ports import BattleStore
from community.battles.values import Failure
from community.quotas import WINDOW, Allowance, ChargeState, Kind, Left, QuotaLedger, QuotaUsedUp, Scope
from storage.community.battles import SqlBattleStore
from storage.community.quotas import SqlQuotaLedger
from storage.community.tables import battles, quota_charges
from storage.database import Database
from tests.storage.community.states import NOW, new_battle, start
from tests.support.database import migrated_database

HOUR = timedelta(hours=1)


@pytest.fixture
def ledger(database: Database) -> QuotaLedger:
    return SqlQuotaLedger(database)


def allow(limit: int, scope: Scope = Scope.GUILD, subject: str = "1") -> Allowance:
    return Allowance(kind=Kind.BATTLE, scope=scope, subject=subject, limit=limit)


async def states(database: Database) -> Counter[ChargeState]:
    async with database.read() as connection:
        return Counter(map(ChargeState, await connection.scalars(select(quota_charges.c.state))))


def untouched(limit: int) -> Left:
    return Left(kind=Kind.BATTLE, scope=Scope.GUILD, limit=limit, used=0, opens_at=None)


async def test_a_window_that_has_not_begun_is_whole(ledger: QuotaLedger) -> None:
    assert await ledger.left([allow(3)], NOW) == (
        Left(kind=Kind.BATTLE, scope=Scope.GUILD, limit=3, used=0, opens_at=None),
    )


async def test_a_window_begins_with_its_first_battle(store: BattleStore, ledger: QuotaLedger) -> None:
    await start(store, [allow(3)])
    await start(store, [allow(3)], created_at=NOW + HOUR)

    assert await ledger.left([allow(3)], NOW + HOUR) == (
        Left(kind=Kind.BATTLE, scope=Scope.GUILD, limit=3, used=2, opens_at=NOW + WINDOW),
    )


async def test_a_window_rolls_when_it_is_over_and_not_a_microsecond_before(
    store: BattleStore, ledger: QuotaLedger
) -> None:
    await start(store, [allow(1)])

    with pytest.raises(QuotaUsedUp):
        await start(store, [allow(1)], created_at=NOW + WINDOW - timedelta(microseconds=1))
    assert (await ledger.left([allow(1)], NOW + WINDOW))[0].used == 0
    await start(store, [allow(1)], created_at=NOW + WINDOW)

    assert await ledger.left([allow(1)], NOW + WINDOW) == (
        Left(kind=Kind.BATTLE, scope=Scope.GUILD, limit=1, used=1, opens_at=NOW + 2 * WINDOW),
    )


async def test_a_limit_of_zero_refuses_the_first_battle_too(store: BattleStore, ledger: QuotaLedger) -> None:
    with pytest.raises(QuotaUsedUp):
        await start(store, [allow(0)])

    assert (await ledger.left([allow(0)], NOW))[0].used == 0


async def test_a_limit_that_was_lowered_refuses_and_does_not_go_below_nothing(store: BattleStore) -> None:
    for _ in range(3):
        await start(store, [allow(3)])

    with pytest.raises(QuotaUsedUp) as refused:
        await start(store, [allow(1)])

    assert refused.value.used_up.remaining == 0


async def test_all_allowances_are_charged_or_none(store: BattleStore, ledger: QuotaLedger, database: Database) -> None:
    member, guild, key = allow(5, Scope.MEMBER), allow(1), allow(1, Scope.KEY)
    await start(store, [guild, key])
    refused = new_battle()
    before = await ledger.left([member, guild, key], NOW)

    with pytest.raises(QuotaUsedUp) as error:
        await store.start(refused, [member, guild, key])

    assert error.value.scope is Scope.GUILD
    assert error.value.left == before
    assert [left.used for left in before] == [0, 1, 1]
    assert await ledger.left([member, guild, key], NOW) == before
    assert await store.get(refused.id) is None
    assert await states(database) == {ChargeState.RESERVED: 2}


async def test_the_refusal_names_the_first_allowance_in_the_given_order(store: BattleStore) -> None:
    guild, key = allow(0), allow(0, Scope.KEY)

    with pytest.raises(QuotaUsedUp) as error:
        await start(store, [key, guild])

    assert error.value.scope is Scope.KEY
    assert [left.scope for left in error.value.left] == [Scope.KEY, Scope.GUILD]


async def test_subjects_have_windows_of_their_own(store: BattleStore, ledger: QuotaLedger) -> None:
    await start(store, [allow(1, subject="1")])
    await start(store, [allow(1, subject="2")])
    await start(store, [allow(1, Scope.KEY, subject="1")])

    assert [left.used for left in await ledger.left([allow(1, subject="1"), allow(1, subject="3")], NOW)] == [1, 0]


@pytest.mark.parametrize("failure", Failure)
async def test_a_battle_that_was_never_created_is_given_back_where_nothing_can_have_been_used(
    store: BattleStore, ledger: QuotaLedger, database: Database, failure: Failure
) -> None:
    await start(store, [allow(2)])
    battle_id = await start(store, [allow(2)])

    await store.fail(battle_id, failure)

    outcome = ChargeState.REFUNDED if failure.refunded else ChargeState.UNKNOWN
    assert (await ledger.left([allow(2)], NOW))[0].used == (1 if failure.refunded else 2)
    assert await states(database) == {ChargeState.RESERVED: 1, outcome: 1}


@pytest.mark.parametrize("failure", Failure)
async def test_a_battle_that_was_created_stays_spent_however_it_fails(
    store: BattleStore, ledger: QuotaLedger, database: Database, failure: Failure
) -> None:
    battle_id = await start(store, [allow(2)])
    await store.created(battle_id, "upstream", HOUR)

    await store.fail(battle_id, failure)

    assert (await ledger.left([allow(2)], NOW))[0].used == 1
    assert await states(database) == {ChargeState.SPENT: 1}


async def test_a_battle_is_given_back_once(store: BattleStore, ledger: QuotaLedger) -> None:
    await start(store, [allow(3)])
    battle_id = await start(store, [allow(3)])

    await asyncio.gather(*(store.fail(battle_id, Failure.NO_ANSWER) for _ in range(5)))

    assert (await ledger.left([allow(3)], NOW))[0].used == 1


async def test_a_refund_reaches_only_what_the_battle_was_charged_to(store: BattleStore, ledger: QuotaLedger) -> None:
    """All windows begin at the same moment and the subjects share their names, so nothing else tells them apart."""
    charged = [allow(9, Scope.MEMBER, "1"), allow(9, Scope.GUILD, "2")]
    others = [allow(9, Scope.MEMBER, "2"), allow(9, Scope.GUILD, "1"), allow(9, Scope.KEY, "1")]
    battle_id = await start(store, charged)
    await start(store, others)

    await store.fail(battle_id, Failure.NO_ANSWER)

    assert [left.used for left in await ledger.left([*charged, *others], NOW)] == [0, 0, 1, 1, 1]


async def test_a_refund_does_not_reach_into_the_next_window(store: BattleStore, ledger: QuotaLedger) -> None:
    old = await start(store, [allow(2), allow(9, Scope.KEY)])
    await start(store, [allow(2)], created_at=NOW + WINDOW)

    await store.fail(old, Failure.NO_ANSWER)

    assert (await ledger.left([allow(2)], NOW + WINDOW))[0].used == 1


async def test_a_window_whose_battles_were_all_given_back_has_not_begun(
    store: BattleStore, ledger: QuotaLedger
) -> None:
    await store.fail(await start(store, [allow(2)]), Failure.NO_ANSWER)
    assert await ledger.left([allow(2)], NOW) == (
        Left(kind=Kind.BATTLE, scope=Scope.GUILD, limit=2, used=0, opens_at=None),
    )

    await start(store, [allow(2)], created_at=NOW + HOUR)

    assert (await ledger.left([allow(2)], NOW + HOUR))[0].opens_at == NOW + HOUR + WINDOW


async def test_members_who_start_at_once_get_no_more_than_there_is(store: BattleStore, ledger: QuotaLedger) -> None:
    guild = allow(7)

    outcomes = await asyncio.gather(
        *(start(store, [allow(1, Scope.MEMBER, str(member)), guild]) for member in range(40)), return_exceptions=True
    )

    assert sum(isinstance(outcome, str) for outcome in outcomes) == 7
    assert sum(isinstance(outcome, QuotaUsedUp) and outcome.scope is Scope.GUILD for outcome in outcomes) == 33
    assert (await ledger.left([guild], NOW))[0].used == 7


async def test_of_two_processes_one_gets_the_last_battle(path: Path, store: BattleStore, database: Database) -> None:
    key = allow(20, Scope.KEY)

    async with migrated_database(path) as other:
        rival = SqlBattleStore(other)
        for round_ in range(10):
            window = NOW + round_ * WINDOW
            await asyncio.gather(*(start(store, [key], created_at=window) for _ in range(19)))

            outcomes = await asyncio.gather(
                store.start(new_battle(window), [key]), rival.start(new_battle(window), [key]), return_exceptions=True
            )

            assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Battle", "QuotaUsedUp"]
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(battles)) == 200


async def test_no_guild_takes_more_than_its_share_of_a_key(store: BattleStore, ledger: QuotaLedger) -> None:
    guild = new_battle().guild_id
    share = Allowance(kind=Kind.BATTLE, scope=Scope.SHARE, subject="k", limit=1, guild_id=guild)
    elsewhere = replace(share, guild_id=1)
    key = allow(3, Scope.KEY, "k")
    taken = await start(store, [share, key])

    with pytest.raises(QuotaUsedUp) as refused:
        await start(store, [share, key])

    assert refused.value.scope is Scope.SHARE
    assert refused.value.used_up.opens_at == NOW + WINDOW
    assert [left.used for left in await ledger.left([share, elsewhere, key], NOW)] == [1, 0, 1]
    await store.fail(taken, Failure.NO_ANSWER)
    await start(store, [share, key])
    assert [left.used for left in await ledger.left([share, key], NOW + WINDOW)] == [0, 0]
