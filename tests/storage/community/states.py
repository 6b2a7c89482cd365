"""Battles brought to a state through the store's own methods."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from arena.wire import Modality, Winner
from community.battles.facts import AnswerFacts, Facts
from community.battles.ports import BattleStore
from community.battles.values import Answers, Battle, BattleId, Failure, Leaks, Names, NewBattle, State, new_battle_id
from community.quotas import Allowance

NOW = datetime(2026, 3, 14, 15, 9, 26, 535897, tzinfo=UTC)
WINDOW = timedelta(minutes=10)
DEADLINE = NOW + WINDOW
ANSWERS = Answers("Answer A 🅰", "Answer B")
NAMES = Names("Model One", "Model Two")
FACTS = Facts(
    AnswerFacts(seconds=8.25, tokens=512, dollars=0.0031, model_id="one-2026-01", sampling="temperature 0.7"),
    AnswerFacts(seconds=3.5),
    0.125,
)


def new_battle(created_at: datetime = NOW) -> NewBattle:
    return NewBattle(
        id=new_battle_id(),
        guild_id=2**63 - 1,
        channel_id=20,
        starter_id=30,
        prompt="Why is the sky blue?",
        modality=Modality.IMAGE,
        locale="pt-BR",
        models=frozenset({"zebra", "adder"}),
        source="ModelChorus",
        voting_window=WINDOW,
        created_at=created_at,
    )


async def start(store: BattleStore, allowances: Sequence[Allowance] = (), *, created_at: datetime = NOW) -> BattleId:
    return (await store.start(new_battle(created_at), allowances)).id


async def voting(store: BattleStore, closes_at: datetime = DEADLINE) -> BattleId:
    battle_id = await start(store)
    assert await store.created(battle_id, f"upstream-{battle_id}", timedelta(seconds=3))
    assert await store.open_voting(battle_id, ANSWERS, Leaks(), opened_at=NOW, closes_at=closes_at)
    return battle_id


async def in_state(store: BattleStore, state: State) -> Battle:
    match state:
        case State.CREATING:
            battle_id = await start(store)
        case State.ANSWERING:
            battle_id = await start(store)
            await store.created(battle_id, "upstream", timedelta(seconds=3))
        case State.VOTING:
            battle_id = await voting(store)
        case State.UNREVEALED:
            battle_id = await voting(store)
            await store.close(battle_id, DEADLINE, early=False)
        case State.CLOSING | State.REVEALED:
            battle_id = await voting(store)
            await store.cast(battle_id, 1, Winner.A, NOW, ballots_per_day=None)
            await store.close(battle_id, DEADLINE, early=False)
            if state is State.REVEALED:
                await store.reveal(battle_id, NAMES, FACTS)
        case _:
            battle_id = await start(store)
            await store.fail(battle_id, Failure.UNKNOWN)
    battle = await store.get(battle_id)
    assert battle is not None
    assert battle.state is state
    return battle
