from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from arena.wire import Winner
from community.battles.facts import Facts
from community.battles.ports import BattleStore
from community.battles.tally import Tally
from community.battles.values import Answers, Battle, BattleId, Failure, Leaks, Mode, Names, State
from community.errors import StartedAgain
from tests.storage.community.states import (
    ANSWERS,
    DEADLINE,
    FACTS,
    NAMES,
    NOW,
    WINDOW,
    in_state,
    new_battle,
    start,
    voting,
)

Transition = Callable[[BattleStore, BattleId], Awaitable[Battle | None]]

TRANSITIONS: dict[str, tuple[Transition, dict[State, State]]] = {
    "created": (
        lambda store, battle_id: store.created(battle_id, "another", timedelta(seconds=5)),
        {State.CREATING: State.ANSWERING},
    ),
    "open_voting": (
        lambda store, battle_id: store.open_voting(
            battle_id, Answers("new", "new"), Leaks(), opened_at=NOW, closes_at=DEADLINE + WINDOW
        ),
        {State.ANSWERING: State.VOTING},
    ),
    "extend": (
        lambda store, battle_id: store.extend(battle_id, quorum=1, closes_at=DEADLINE + WINDOW, now=DEADLINE),
        {State.VOTING: State.VOTING},
    ),
    "close": (
        lambda store, battle_id: store.close(battle_id, NOW, early=True),
        {State.VOTING: State.UNREVEALED},
    ),
    "reveal": (
        lambda store, battle_id: store.reveal(battle_id, Names("x", "y"), Facts()),
        {State.CLOSING: State.REVEALED},
    ),
    "fail": (
        lambda store, battle_id: store.fail(battle_id, Failure.UNFINISHED),
        {state: State.FAILED for state in State if not state.final},
    ),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", TRANSITIONS)
async def test_a_transition_happens_only_from_the_state_it_names(store: BattleStore, name: str, state: State) -> None:
    transition, ways = TRANSITIONS[name]
    before = await in_state(store, state)

    after = await transition(store, before.id)

    assert (after and after.state) == ways.get(state)
    assert await store.get(before.id) == (after or before)


@pytest.mark.parametrize("name", TRANSITIONS)
async def test_a_battle_that_does_not_exist_has_no_transitions(store: BattleStore, name: str) -> None:
    assert await TRANSITIONS[name][0](store, BattleId("0000000000")) is None
    assert await store.get(BattleId("0000000000")) is None


async def test_a_battle_gathers_what_each_step_brings(store: BattleStore) -> None:
    asked = new_battle()
    expected = Battle(
        id=asked.id,
        guild_id=asked.guild_id,
        channel_id=asked.channel_id,
        starter_id=asked.starter_id,
        prompt=asked.prompt,
        modality=asked.modality,
        locale=asked.locale,
        models=asked.models,
        source=asked.source,
        mode=Mode.POLL,
        voting_window=asked.voting_window,
        created_at=asked.created_at,
        state=State.CREATING,
    )
    assert await store.start(asked, []) == expected
    assert await store.get(asked.id) == expected

    expected = replace(expected, state=State.ANSWERING, upstream_id="u", poll_interval=timedelta(milliseconds=1500))
    assert await store.created(asked.id, "u", timedelta(milliseconds=1500)) == expected

    expected = replace(
        expected, state=State.VOTING, answers=ANSWERS, leaks=Leaks(b=True), opened_at=NOW, closes_at=DEADLINE
    )
    assert await store.open_voting(asked.id, ANSWERS, Leaks(b=True), opened_at=NOW, closes_at=DEADLINE) == expected

    await store.cast(asked.id, 1, Winner.BOTH_BAD, NOW, ballots_per_day=None)
    expected = replace(expected, state=State.CLOSING, closed_at=DEADLINE, ballots=1, tally=Tally(both_bad=1))
    assert await store.close(asked.id, DEADLINE, early=False) == expected

    expected = replace(expected, state=State.REVEALED, names=NAMES, facts=FACTS)
    assert await store.reveal(asked.id, NAMES, FACTS) == expected
    assert await store.get(asked.id) == expected


async def test_while_ballots_are_cast_only_their_number_is_known(store: BattleStore) -> None:
    battle_id = await voting(store)
    for member, choice in enumerate([Winner.A, Winner.A, Winner.B]):
        await store.cast(battle_id, member, choice, NOW, ballots_per_day=None)

    battle = await store.get(battle_id)

    assert battle is not None
    assert (battle.ballots, battle.tally, battle.names) == (3, None, None)


async def test_a_battle_whose_names_are_withheld_keeps_its_tally(store: BattleStore) -> None:
    closing = await in_state(store, State.CLOSING)

    failed = await store.fail(closing.id, Failure.NAMES_WITHHELD)

    assert failed == replace(closing, state=State.FAILED, failure=Failure.NAMES_WITHHELD)
    assert failed.tally == Tally(a=1)


async def test_a_battle_closed_without_ballots_has_an_empty_tally(store: BattleStore) -> None:
    assert (await in_state(store, State.UNREVEALED)).tally == Tally()


async def test_a_deadline_is_extended_only_when_it_has_passed(store: BattleStore) -> None:
    battle_id = await voting(store)
    early = DEADLINE - timedelta(microseconds=1)

    assert await store.extend(battle_id, quorum=1, closes_at=DEADLINE + WINDOW, now=early) is None
    extended = await store.extend(battle_id, quorum=1, closes_at=DEADLINE + WINDOW, now=DEADLINE)

    assert extended is not None
    assert (extended.closes_at, extended.extended) == (DEADLINE + WINDOW, True)


async def test_a_deadline_is_extended_only_once(store: BattleStore) -> None:
    battle_id = await voting(store)
    assert await store.extend(battle_id, quorum=1, closes_at=DEADLINE + WINDOW, now=DEADLINE)

    again = await store.extend(battle_id, quorum=1, closes_at=DEADLINE + 2 * WINDOW, now=DEADLINE + WINDOW)

    assert again is None


async def test_a_deadline_is_not_extended_where_a_ballot_stands(store: BattleStore) -> None:
    battle_id = await voting(store)
    await store.cast(battle_id, 1, Winner.TIE, NOW, ballots_per_day=None)

    assert await store.extend(battle_id, quorum=1, closes_at=DEADLINE + WINDOW, now=DEADLINE) is None


async def test_a_deadline_is_extended_where_all_ballots_were_withdrawn(store: BattleStore) -> None:
    battle_id = await voting(store)
    await store.cast(battle_id, 1, Winner.TIE, NOW, ballots_per_day=None)
    await store.withdraw(battle_id, 1, NOW)

    assert await store.extend(battle_id, quorum=1, closes_at=DEADLINE + WINDOW, now=DEADLINE)


async def test_a_battle_is_repeated_by_one(store: BattleStore) -> None:
    first, second, third = await start(store), new_battle(), new_battle()
    await store.start(second, [], again=first)

    with pytest.raises(StartedAgain):
        await store.start(third, [], again=first)

    assert await store.get(third.id) is None
    await store.not_again(second.id)
    await store.start(third, [], again=first)
