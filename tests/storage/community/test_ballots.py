import asyncio
from datetime import timedelta

import pytest

from arena.wire import Winner
from community.battles.ports import BattleStore
from community.battles.tally import Tally
from community.battles.values import BallotCast, BattleId, State
from community.errors import VotingClosed
from tests.storage.community.states import DEADLINE, NOW, WINDOW, in_state, voting

CHOICES = list(Winner)


async def test_a_ballot_is_cast_changed_and_withdrawn(store: BattleStore) -> None:
    battle_id = await voting(store)
    await store.cast(battle_id, 7, Winner.TIE, NOW, ballots_per_day=None)

    def outcome(choice: Winner | None, previous: Winner | None, ballots: int) -> BallotCast:
        return BallotCast(choice=choice, previous=previous, ballots=ballots, closes_at=DEADLINE)

    assert await store.cast(battle_id, 8, Winner.A, NOW, ballots_per_day=None) == outcome(Winner.A, None, 2)
    assert await store.cast(battle_id, 8, Winner.B, NOW, ballots_per_day=None) == outcome(Winner.B, Winner.A, 2)
    assert await store.cast(battle_id, 8, Winner.B, NOW, ballots_per_day=None) == outcome(Winner.B, Winner.B, 2)
    assert await store.ballot_of(battle_id, 8) is Winner.B
    assert await store.withdraw(battle_id, 8, NOW) == outcome(None, Winner.B, 1)
    assert await store.ballot_of(battle_id, 8) is None
    assert await store.withdraw(battle_id, 8, NOW) == outcome(None, None, 1)
    assert await store.ballot_of(battle_id, 7) is Winner.TIE


async def test_a_member_votes_in_each_battle_on_its_own(store: BattleStore) -> None:
    first, second = await voting(store), await voting(store)
    await store.cast(first, 1, Winner.A, NOW, ballots_per_day=None)

    assert await store.ballot_of(second, 1) is None
    assert (await store.cast(second, 1, Winner.B, NOW, ballots_per_day=None)).previous is None
    assert await store.ballot_of(first, 1) is Winner.A


@pytest.mark.parametrize("state", [state for state in State if state is not State.VOTING])
async def test_ballots_are_taken_only_while_voting_is_open(store: BattleStore, state: State) -> None:
    before = await in_state(store, state)

    with pytest.raises(VotingClosed):
        await store.cast(before.id, 1, Winner.B, NOW, ballots_per_day=None)
    with pytest.raises(VotingClosed):
        await store.withdraw(before.id, 1, NOW)

    assert await store.get(before.id) == before


async def test_the_deadline_itself_is_too_late(store: BattleStore) -> None:
    battle_id = await voting(store)
    await store.cast(battle_id, 1, Winner.A, DEADLINE - timedelta(microseconds=1), ballots_per_day=None)

    with pytest.raises(VotingClosed):
        await store.cast(battle_id, 1, Winner.B, DEADLINE, ballots_per_day=None)
    with pytest.raises(VotingClosed):
        await store.withdraw(battle_id, 1, DEADLINE)

    assert await store.due(DEADLINE) == [battle_id]
    assert await store.ballot_of(battle_id, 1) is Winner.A


async def test_an_unknown_battle_takes_no_ballots(store: BattleStore) -> None:
    with pytest.raises(VotingClosed):
        await store.cast(BattleId("0000000000"), 1, Winner.A, NOW, ballots_per_day=None)
    with pytest.raises(VotingClosed):
        await store.withdraw(BattleId("0000000000"), 1, NOW)


async def test_an_extended_battle_takes_ballots_again(store: BattleStore) -> None:
    battle_id = await voting(store)
    await store.extend(battle_id, quorum=1, closes_at=DEADLINE + WINDOW, now=DEADLINE)

    assert (await store.cast(battle_id, 1, Winner.A, DEADLINE, ballots_per_day=None)).closes_at == DEADLINE + WINDOW


async def test_of_300_members_who_vote_at_once_every_ballot_counts_once(store: BattleStore) -> None:
    battle_id = await voting(store)

    casts = await asyncio.gather(
        *(store.cast(battle_id, member, CHOICES[member % 4], NOW, ballots_per_day=None) for member in range(300)),
    )
    changes = await asyncio.gather(
        *(store.cast(battle_id, member, Winner.A, NOW, ballots_per_day=None) for member in range(100))
    )

    assert sorted(cast.ballots for cast in casts) == list(range(1, 301))
    assert {change.ballots for change in changes} == {300}
    closed = await store.close(battle_id, NOW, early=True)
    assert closed is not None
    assert closed.tally == Tally(a=150, b=50, tie=50, both_bad=50)


async def test_a_close_succeeds_for_one_caller_and_counts_the_ballots_of_its_moment(store: BattleStore) -> None:
    battle_id = await voting(store)

    async def close() -> Tally | None:
        closed = await store.close(battle_id, NOW, early=True)
        return closed.tally if closed else None

    async def cast(member: int) -> Winner | None:
        try:
            return (await store.cast(battle_id, member, CHOICES[member % 4], NOW, ballots_per_day=None)).choice
        except VotingClosed:
            return None

    # The first ballot stands, so that the battle closes with a tally wherever the close falls among the others.
    await store.cast(battle_id, 0, Winner.A, NOW, ballots_per_day=None)
    casts: list[asyncio.Task[Winner | None]] = []
    closes: list[asyncio.Task[Tally | None]] = []
    for member in range(1, 100):
        casts.append(asyncio.create_task(cast(member)))
        if member >= 50 and member % 2:
            closes.append(asyncio.create_task(close()))
    async with asyncio.timeout(30):
        await asyncio.gather(*casts, *closes)

    tallies = [tally for task in closes if (tally := task.result()) is not None]
    standing = [Winner.A, *(choice for task in casts if (choice := task.result()) is not None)]
    assert tallies == [Tally.of(standing)]
    assert 1 < len(standing) < 100
    battle = await store.get(battle_id)
    assert battle is not None
    assert (battle.tally, battle.ballots) == (tallies[0], tallies[0].total)
