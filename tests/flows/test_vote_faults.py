"""The community has voted, and telling the arena goes wrong. No ballot is lost, and one vote counts at most."""

from dataclasses import dataclass

import pytest
import pytest_asyncio

from community.battles import Battle, Failure, State
from community.quotas import ChargeState
from tests.flows.places import AtOnce, Place, at_once
from tests.support.members import labels, text_of
from tests.support.scripted_arena import CUT, Script, Step, UpstreamBattle, lost, refuses, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

REVEALED, WITHHELD = "B wins", "No names this time"
NAMED: dict[str, list[Step | None]] = {
    "a vote that is too early": [refuses("TOO_EARLY", retry_after="1")],
    "too early again and again": [refuses("TOO_EARLY", retry_after="0")] * 5,
    "a vote among too many requests": [refuses("RATE_LIMITED", retry_after="0")],
    "a vote among ever too many": [refuses("RATE_LIMITED", retry_after="0")] * 5,
    "a vote whose answer is cut": [lost(CUT)],
    "a vote that is cut": [CUT],
    "a server's error at the vote": [refuses("INTERNAL_ERROR")],
    "a server's error after the vote": [lost(refuses("INTERNAL_ERROR"))],
    "an unreadable answer to the vote": [lost(says({"data": {"success": True}}))],
    "a vote refused although it stands": [lost(refuses("VOTE_FAILED"))],
}
UNSEEN = "a vote whose answer is cut, and the polls after it too"
NAMELESS: dict[str, list[Step | None]] = {
    "a vote refused for good": [refuses("VOTE_FAILED")],
    "a key refused at the vote": [refuses("UNAUTHORIZED")],
    "a battle forgotten by the arena": [refuses("NOT_FOUND")],
}


@dataclass(frozen=True)
class Outcome:
    text: str
    offered: list[str]
    battle: Battle
    charge: ChargeState
    upstream: UpstreamBattle


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def outcomes(here: Place) -> AtOnce[Outcome]:
    """All faults at the same time, each in a channel of its own."""

    async def provoke(name: str, script: Script, said: str) -> Outcome:
        async with here.flow(name, script, names=("Grace", "Linus", "Edsger")) as flow:
            await flow.open()
            for member, choice in zip(flow.members, ("Vote B", "Vote A", "Vote B"), strict=True):
                assert "Counted." in text_of(await member.press(choice))
            await flow.close()
            message = await flow.starter.sees(said)
            battle = await here.ledger.battle(flow.upstream.prompt)
            charge = await here.ledger.charge(battle)
            return Outcome(text_of(message), labels(message), battle, charge, flow.upstream)

    named = {name: provoke(name, Script(votes=list(steps)), REVEALED) for name, steps in NAMED.items()}
    nameless = {name: provoke(name, Script(votes=list(steps)), WITHHELD) for name, steps in NAMELESS.items()}
    named[UNSEEN] = provoke(UNSEEN, Script(votes=[lost(CUT)], polls=[None, *[says({"data": []})] * 2]), REVEALED)
    return await at_once({**named, **nameless})


@pytest.mark.parametrize("name", [*NAMED, UNSEEN])
async def test_the_names_come_out_whatever_becomes_of_the_vote_s_answer(outcomes: AtOnce[Outcome], name: str) -> None:
    outcome = outcomes[name]
    assert outcome.battle.state is State.REVEALED
    assert outcome.upstream.votes == ["B"]
    assert all(model in outcome.text for model in outcome.upstream.names)
    assert "3 ballots" in outcome.text
    assert outcome.charge is ChargeState.SPENT


@pytest.mark.parametrize("name", NAMELESS)
async def test_names_that_will_never_come_leave_the_tally(outcomes: AtOnce[Outcome], name: str) -> None:
    outcome = outcomes[name]
    assert outcome.battle.state is State.FAILED
    assert outcome.battle.failure is Failure.NAMES_WITHHELD
    assert outcome.battle.tally is not None
    assert (outcome.battle.tally.a, outcome.battle.tally.b) == (1, 2)
    assert "3 ballots" in outcome.text
    assert "Your ballots are counted" in outcome.text
    assert "Read A" in outcome.offered
    assert outcome.upstream.votes == []
    assert outcome.charge is ChargeState.SPENT
