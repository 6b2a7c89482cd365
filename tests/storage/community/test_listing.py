import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from community.battles.ports import BattleStore
from community.battles.values import BattleId, State
from community.places import MessageRef
from storage.database import Database
from tests.storage.community.states import DEADLINE, NOW, in_state, start, voting

MINUTE = timedelta(minutes=1)


async def test_unfinished_are_those_that_still_need_something(store: BattleStore) -> None:
    battles = [await in_state(store, state) for state in State]

    unfinished = await store.unfinished()

    needing = {State.CREATING, State.ANSWERING, State.VOTING, State.CLOSING}
    assert sorted(unfinished, key=lambda b: b.id) == sorted(
        (battle for battle in battles if battle.state in needing), key=lambda b: b.id
    )


async def test_unannounced_are_the_recent_reveals_that_are_shown_and_have_no_reply_yet(store: BattleStore) -> None:
    shown, announced, _nowhere = [await in_state(store, State.REVEALED) for _ in range(3)]
    closing = await in_state(store, State.CLOSING)
    for battle in (shown, announced, closing):
        await store.keep_message(battle.id, MessageRef(1, 2))
    await store.keep_announcement(announced.id, MessageRef(1, 3))

    assert [battle.id for battle in await store.unannounced(DEADLINE - MINUTE)] == [shown.id]
    assert await store.unannounced(DEADLINE) == []


async def test_outdated_are_the_battles_whose_message_shows_an_earlier_state(store: BattleStore) -> None:
    shown, failed, _nowhere = (
        await in_state(store, State.VOTING),
        await in_state(store, State.FAILED),
        await in_state(store, State.VOTING),
    )
    for battle in (shown, failed):
        await store.keep_message(battle.id, MessageRef(1, 2))
    await store.keep_shown(shown.id, State.VOTING)
    await store.keep_shown(failed.id, State.ANSWERING)

    assert [battle.id for battle in await store.outdated()] == [failed.id]
    await store.keep_shown(failed.id, State.FAILED)
    assert await store.outdated() == []
    await store.close(shown.id, NOW, early=True)
    assert [battle.shown for battle in await store.outdated()] == [State.VOTING]


async def test_a_vote_that_is_closed_by_its_deadline_is_not_closed_before_it(store: BattleStore) -> None:
    battle_id = await voting(store)
    assert await store.close(battle_id, DEADLINE - MINUTE, early=False) is None
    assert await store.close(battle_id, DEADLINE, early=False) is not None


async def test_the_oldest_unfinished_comes_first(store: BattleStore) -> None:
    second = await start(store, created_at=NOW)
    third = await start(store, created_at=NOW + MINUTE)
    first = await start(store, created_at=NOW - MINUTE)

    assert [battle.id for battle in await store.unfinished()] == [first, second, third]


async def test_due_are_the_open_votes_whose_deadline_has_passed_most_overdue_first(store: BattleStore) -> None:
    for state in State:
        await in_state(store, state)
    at_deadline = await voting(store, DEADLINE + MINUTE)
    before = await voting(store, DEADLINE - MINUTE)
    await voting(store, DEADLINE + 2 * MINUTE)

    due = await store.due(DEADLINE + MINUTE)

    assert [due[0], due[2]] == [before, at_deadline]
    assert len(due) == 3
    assert await store.due(DEADLINE - 2 * MINUTE) == []


async def test_due_and_unfinished_battles_are_found_by_an_index(store: BattleStore, database: Database) -> None:
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_rest: object) -> None:
        statements.append((statement, parameters))

    event.listen(database._reader.sync_engine, "before_cursor_execute", note)
    await store.due(NOW)
    await store.unfinished()
    event.remove(database._reader.sync_engine, "before_cursor_execute", note)

    async with database.read() as connection:
        queries = [query for query in statements if query[0].startswith("SELECT")]
        assert len(queries) == 2
        for statement, parameters in queries:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [row.detail for row in plan]
            assert any("battles USING" in step and "INDEX ix_battles_state" in step for step in steps), steps
            assert not any(step.startswith("SCAN") for step in steps), steps


async def test_a_later_message_takes_the_place_of_an_earlier_one(store: BattleStore) -> None:
    battle_id = await voting(store)
    await store.keep_message(battle_id, MessageRef(1, 2))
    await store.keep_message(battle_id, MessageRef(2**63 - 1, 2**63 - 2))
    await store.keep_announcement(battle_id, MessageRef(5, 6))

    battle = await store.get(battle_id)

    assert battle is not None
    assert battle.message == MessageRef(2**63 - 1, 2**63 - 2)
    assert battle.announcement == MessageRef(5, 6)
    assert (await store.unfinished())[0].message == battle.message


async def test_a_message_needs_its_battle(store: BattleStore) -> None:
    with pytest.raises(IntegrityError):
        await store.keep_message(BattleId("0000000000"), MessageRef(1, 2))


async def test_readers_see_a_battle_before_or_after_a_step_and_nothing_between(store: BattleStore) -> None:
    battle_id = await voting(store)
    closing = asyncio.create_task(store.close(battle_id, NOW, early=True))

    seen = []
    while not closing.done():
        battle = await store.get(battle_id)
        assert battle is not None
        seen.append((battle.state, battle.closed_at))

    assert set(seen) <= {(State.VOTING, None), (State.UNREVEALED, NOW)}
