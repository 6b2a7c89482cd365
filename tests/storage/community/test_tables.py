"""The database itself refuses what the rules exclude, whatever a statement says."""

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from arena.wire import Winner
from community.battles.ports import BattleStore
from community.battles.values import Failure, State
from community.quotas import Allowance, ChargeState, Kind, Scope
from storage.community.tables import ballots, battles, guild_settings, quota_charges, quota_windows, sent_messages
from storage.database import Database
from tests.storage.community.states import DEADLINE, NOW, in_state, start


@pytest.mark.parametrize(
    ("state", "values"),
    [
        (State.CREATING, {"upstream_id": "u"}),
        (State.CREATING, {"state": State.ANSWERING}),
        (State.CREATING, {"state": "lost"}),
        (State.CREATING, {"prompt": None}),
        (State.CREATING, {"voting_window": None}),
        (State.CREATING, {"extended": True}),
        (State.ANSWERING, {"upstream_id": None}),
        (State.ANSWERING, {"state": State.VOTING}),
        (State.ANSWERING, {"answer_a": "A", "answer_b": "B", "closes_at": DEADLINE}),
        (State.VOTING, {"answer_a": None}),
        (State.VOTING, {"answer_b": None}),
        (State.VOTING, {"answer_a": None, "answer_b": None, "closes_at": None}),
        (State.VOTING, {"closes_at": None}),
        (State.VOTING, {"closed_at": NOW}),
        (State.VOTING, {"name_a": "x", "name_b": "y"}),
        (State.VOTING, {"state": State.CLOSING}),
        (State.VOTING, {"failure": Failure.UNKNOWN}),
        (State.CLOSING, {"name_a": "x"}),
        (State.CLOSING, {"state": State.REVEALED}),
        (State.CLOSING, {"state": State.REVEALED, "name_a": "x"}),
        (State.CLOSING, {"state": State.FAILED}),
        (State.CLOSING, {"closed_at": None}),
        (State.UNREVEALED, {"name_a": "x", "name_b": "y"}),
        (State.REVEALED, {"name_b": None}),
        (State.FAILED, {"failure": None}),
        (State.FAILED, {"failure": "bad luck"}),
        (State.FAILED, {"closed_at": NOW}),
        (State.FAILED, {"answer_a": "A", "answer_b": "B", "closes_at": DEADLINE}),
    ],
)
async def test_no_battle_is_in_a_state_that_cannot_be(
    store: BattleStore, database: Database, state: State, values: dict[str, object]
) -> None:
    before = await in_state(store, state)

    with pytest.raises(IntegrityError):
        await database.write(lambda c: c.execute(update(battles).where(battles.c.id == before.id).values(values)))

    assert await store.get(before.id) == before


async def test_ballots_have_one_of_four_choices_and_a_battle(store: BattleStore, database: Database) -> None:
    battle = await in_state(store, State.VOTING)
    ballot = {"battle_id": battle.id, "member_id": 1, "choice": Winner.A, "cast_at": NOW}
    await database.write(lambda c: c.execute(insert(ballots).values(ballot)))
    for wrong in ({}, {"member_id": 2, "choice": "C"}, {"member_id": 2, "battle_id": "0000000000"}):
        row = {**ballot, **wrong}
        with pytest.raises(IntegrityError):
            await database.write(lambda c, row=row: c.execute(insert(ballots).values(row)))  # type: ignore[misc] # mypy cannot infer a lambda with a bound default


async def test_quotas_never_go_below_nothing_and_charges_have_their_window(
    store: BattleStore, database: Database
) -> None:
    battle_id = await start(store, [Allowance(kind=Kind.BATTLE, scope=Scope.KEY, subject="k", limit=1)])
    charge = {
        "battle_id": battle_id,
        "scope": Scope.GUILD,
        "subject": "1",
        "kind": "battle",
        "window_opened_at": NOW,
        "state": ChargeState.RESERVED,
    }
    for statement in (
        update(quota_windows).values(used=-1),
        update(quota_windows).values(ends_at=NOW),
        update(quota_windows).values(scope="city"),
        update(quota_charges).values(state="lost"),
        insert(quota_charges).values(charge),
    ):
        with pytest.raises(IntegrityError):
            await database.write(lambda c, statement=statement: c.execute(statement))  # type: ignore[misc] # mypy cannot infer a lambda with a bound default


async def test_settings_and_messages_have_their_limits(store: BattleStore, database: Database) -> None:
    battle_id = await start(store)
    settings = {"guild_id": 1, "battles_per_day": 1, "battles_per_member": 1, "voting_window": DEADLINE - NOW}
    for statement in (
        insert(guild_settings).values({**settings, "battles_per_day": -1}),
        insert(guild_settings).values({**settings, "battles_per_member": -1}),
        insert(guild_settings).values({**settings, "voting_window": (DEADLINE - NOW) * 145}),
        insert(guild_settings).values({**settings, "voting_window": (DEADLINE - NOW) / 11}),
        insert(sent_messages).values(battle_id=battle_id, purpose="joke", channel_id=1, message_id=1),
    ):
        with pytest.raises(IntegrityError):
            await database.write(lambda c, statement=statement: c.execute(statement))  # type: ignore[misc] # mypy cannot infer a lambda with a bound default
