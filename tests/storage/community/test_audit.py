from sqlalchemy import select

from arena.wire import Winner
from community.battles.ports import BattleStore
from community.errors import DailyBallotsUsedUp
from storage.community.tables import ballot_events
from storage.database import Database
from tests.storage.community.states import NOW, voting

Line = tuple[int, str | None, bool]


async def trail(database: Database) -> list[Line]:
    columns = ballot_events.c.member_id, ballot_events.c.choice, ballot_events.c.first
    async with database.read() as connection:
        rows = await connection.execute(select(*columns).order_by(ballot_events.c.id))
        return [(row.member_id, row.choice, row.first) for row in rows]


async def test_each_ballot_change_and_withdrawal_leaves_a_line(store: BattleStore, database: Database) -> None:
    battle_id = await voting(store)
    await store.cast(battle_id, 1, Winner.A, NOW, ballots_per_day=None)
    await store.cast(battle_id, 2, Winner.TIE, NOW, ballots_per_day=None)
    await store.cast(battle_id, 1, Winner.B, NOW, ballots_per_day=None)
    await store.withdraw(battle_id, 1, NOW)
    await store.withdraw(battle_id, 1, NOW)
    await store.cast(battle_id, 1, Winner.BOTH_BAD, NOW, ballots_per_day=None)

    assert await trail(database) == [
        (1, "A", True),
        (2, "tie", True),
        (1, "B", False),
        (1, None, False),
        (1, "both_bad", False),
    ]


async def test_a_ballot_that_was_refused_leaves_none(store: BattleStore, database: Database) -> None:
    first, second = await voting(store), await voting(store)
    await store.cast(first, 1, Winner.A, NOW, ballots_per_day=1)
    try:
        await store.cast(second, 1, Winner.A, NOW, ballots_per_day=1)
    except DailyBallotsUsedUp:
        assert await trail(database) == [(1, "A", True)]
    else:
        raise AssertionError("one ballot too many was taken")
