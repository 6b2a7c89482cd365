"""The models write, and what the arena says of it goes wrong."""

from dataclasses import dataclass

import pytest
import pytest_asyncio

from community.battles import Battle, Failure, State
from community.quotas import ChargeState
from tests.flows.places import AtOnce, Place, at_once
from tests.support.members import labels, text_of
from tests.support.scripted_arena import CUT, Script, refuses, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPENS, FAILS = "Which answer is better?", "One model never finished. This battle had begun, so it counts."
PASSING = {
    "answers that take their time": [says({"data": {"id": "x", "responsesReady": False}})] * 3,
    "a cut in a poll": [CUT],
    "a server's error in a poll": [refuses("INTERNAL_ERROR")] * 2,
    "an unreadable poll": [says({"data": "soon"})],
    "a poll without an id": [says({"data": {"responsesReady": True}})],
    "ready without answers": [says({"data": {"id": "x", "responsesReady": True, "comparisons": []}})],
    "one answer alone": [
        says(
            {
                "data": {
                    "id": "x",
                    "responsesReady": True,
                    "comparisons": [{"id": "c", "responseA": "The first answer."}],
                }
            }
        )
    ],
    "too many polls": [refuses("RATE_LIMITED", retry_after="0")],
    "too many polls for long": [refuses("RATE_LIMITED", retry_after="0")] * 5
    + [refuses("RATE_LIMITED", retry_after="60")],
    "an unheard-of code in a poll": [says({"error": {"code": "ON_A_BREAK"}}, 409)],
}
FINAL = {
    "a model that failed": Script(error_code="GENERATION_FAILED"),
    "a battle that is gone": Script(polls=[refuses("NOT_FOUND")]),
}


@dataclass(frozen=True)
class Outcome:
    text: str
    offered: list[str]
    battle: Battle
    charge: ChargeState
    shown_before: list[str]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def outcomes(here: Place) -> AtOnce[Outcome]:
    """All faults at the same time, each in a channel of its own."""

    async def provoke(name: str, script: Script, said: str) -> Outcome:
        async with here.flow(name, script) as flow:
            await flow.begin()
            await flow.starter.sees("Two models are writing")
            message = await flow.starter.sees(said)
            battle = await here.ledger.battle(flow.upstream.prompt)
            shown = [repr(one.data) for one in here.discord.traffic.shown if one.data.get("id") == message["id"]]
            charge = await here.ledger.charge(battle)
            return Outcome(text_of(message), labels(message), battle, charge, shown[:-1])

    passing = {name: provoke(name, Script(polls=list(polls)), OPENS) for name, polls in PASSING.items()}
    final = {name: provoke(name, script, FAILS) for name, script in FINAL.items()}
    return await at_once({**passing, **final})


@pytest.mark.parametrize("name", PASSING)
async def test_a_fault_that_passes_is_never_seen(outcomes: AtOnce[Outcome], name: str) -> None:
    outcome = outcomes[name]
    assert outcome.battle.state is State.VOTING
    assert outcome.charge is ChargeState.SPENT
    assert "The first answer." in outcome.text
    assert "The second answer." in outcome.text
    assert not any("answer." in shown for shown in outcome.shown_before), "both answers at the same moment"


@pytest.mark.parametrize("name", FINAL)
async def test_a_model_that_never_finishes_ends_the_battle_and_counts(outcomes: AtOnce[Outcome], name: str) -> None:
    outcome = outcomes[name]
    assert outcome.battle.state is State.FAILED
    assert outcome.battle.failure is Failure.UNFINISHED
    assert outcome.charge is ChargeState.SPENT
    assert "Try again" in outcome.offered
    assert outcome.battle.support_code in outcome.text
