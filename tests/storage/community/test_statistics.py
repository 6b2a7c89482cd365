"""Statistics are counted in the database; here they are counted once more, ballot by ballot, in plain Python."""

import math
import random
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations

import pytest

from arena.wire import Winner
from community.battles.ports import BattleStore
from community.battles.values import Leaks, State
from community.statistics import Position, Span, Sums
from storage.community.battles import SqlBattleStore
from storage.community.statistics import SqlStatistics
from storage.database import Database
from tests.storage.community.states import ANSWERS, DEADLINE, FACTS, NAMES, NOW, in_state, start

GUILD = 2**63 - 1
CLEAN = Leaks()
Ballots = Mapping[int, Winner]


@pytest.fixture
def statistics(database: Database) -> SqlStatistics:
    return SqlStatistics(database)


async def revealed(store: BattleStore, ballots: Ballots, *, leaks: Leaks = CLEAN, day: int = 0) -> None:
    battle_id = await start(store)
    await store.created(battle_id, f"upstream-{battle_id}", timedelta(seconds=3))
    await store.open_voting(battle_id, ANSWERS, leaks, opened_at=NOW, closes_at=DEADLINE)
    for member, choice in ballots.items():
        await store.cast(battle_id, member, choice, NOW, ballots_per_day=None)
    await store.close(battle_id, DEADLINE + timedelta(days=day), early=False)
    await store.reveal(battle_id, NAMES, FACTS)


async def test_each_figure_equals_what_is_counted_by_hand(database: Database, statistics: SqlStatistics) -> None:
    store = SqlBattleStore(database)
    chance = random.Random(7)  # noqa: S311 - a reproducible draw
    battles = [
        {member: chance.choice(list(Winner)) for member in chance.sample(range(1, 9), chance.randint(1, 8))}
        for _ in range(30)
    ]
    for number, ballots in enumerate(battles):
        await revealed(store, ballots, leaks=Leaks(a=number % 7 == 0))

    found = await statistics.of_guild(GUILD, Span())

    every = [choice for ballots in battles for choice in ballots.values()]
    assert found.sums == Sums(30, len(every), len({member for ballots in battles for member in ballots}))
    assert found.choices.counts == {choice: every.count(choice) for choice in Winner}
    assert found.leaked == 5
    pairs = [pair for ballots in battles for pair in combinations(ballots.values(), 2)]
    shared = Counter(choice for ballots in battles if len(ballots) > 1 for choice in ballots.values())
    assert found.agreement is not None
    assert found.agreement.share == pytest.approx(sum(one == other for one, other in pairs) / len(pairs))
    assert found.agreement.by_chance == pytest.approx(sum((n / shared.total()) ** 2 for n in shared.values()))
    leads = [sum({Winner.A: 1, Winner.B: -1}.get(choice, 0) for choice in one.values()) for one in battles]
    assert found.position is not None
    assert found.position.z == pytest.approx(sum(leads) / math.sqrt(sum(lead**2 for lead in leads)))
    assert found.position.share_of_a == pytest.approx(
        every.count(Winner.A) / (every.count(Winner.A) + every.count(Winner.B))
    )


@pytest.mark.parametrize("state", [state for state in State if state is not State.REVEALED])
async def test_only_revealed_battles_count(store: BattleStore, statistics: SqlStatistics, state: State) -> None:
    before = await statistics.of_guild(GUILD, Span())
    await in_state(store, state)

    assert await statistics.of_guild(GUILD, Span()) == before
    assert before.sums == Sums()
    assert before.agreement is None
    assert before.position is None


async def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(
    store: BattleStore, statistics: SqlStatistics
) -> None:
    for day in range(4):
        await revealed(store, {day + 1: Winner.A, 9: Winner.B}, day=day)

    span = Span(since=DEADLINE + timedelta(days=1), until=DEADLINE + timedelta(days=3))
    assert (await statistics.of_guild(GUILD, span)).sums == Sums(2, 4, 3)
    assert (await statistics.of_guild(GUILD - 1, span)).sums == Sums()


def test_a_side_that_always_leads_is_called_biased_once_there_is_enough() -> None:
    assert Position(a=60, b=0, battles=20, leads=60, squares=180).biased
    assert not Position(a=57, b=0, battles=19, leads=57, squares=171).biased
    assert not Position(a=300, b=280, battles=200, leads=20, squares=1_000).biased


def test_one_loud_battle_is_no_bias() -> None:
    """A thousand ballots for A in one battle judge the same two answers, so they say nothing of the other battles."""
    assert not Position(a=1_020, b=20, battles=41, leads=1_000, squares=1_000_040).biased


async def test_unanimity_among_all_leaves_nothing_to_compare_with(
    store: BattleStore, statistics: SqlStatistics
) -> None:
    await revealed(store, {1: Winner.TIE, 2: Winner.TIE})

    found = (await statistics.of_guild(GUILD, Span())).agreement

    assert found is not None
    assert found.share == 1
    assert found.kappa is None
