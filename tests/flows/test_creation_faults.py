"""The creation goes wrong at the border: what the member reads, what the row says, what it costs."""

from dataclasses import dataclass

import pytest
import pytest_asyncio

from community.battles import Battle, Failure, State
from community.quotas import ChargeState
from tests.flows.places import AtOnce, Flow, Place, at_once
from tests.support.members import labels, members, text_of
from tests.support.scripted_arena import CUT, Script, Step, UpstreamBattle, lost, refuses, says

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Fault:
    """A creation's answer and what comes of it. `again` says whether the message offers another try."""

    step: Step
    heading: str
    cost: str
    failure: Failure
    charge: ChargeState
    again: bool = True


FREE, COUNTS = "Nothing was used up.", "so it counts."
FAULTS = {
    "a wrong key": Fault(
        refuses("UNAUTHORIZED"),
        "The bot may not do this",
        FREE,
        Failure.KEY_REFUSED,
        ChargeState.REFUNDED,
        again=False,
    ),
    "a missing tier": Fault(
        refuses("FORBIDDEN"), "The bot may not do this", FREE, Failure.KEY_REFUSED, ChargeState.REFUNDED, again=False
    ),
    "a bad request": Fault(refuses("BAD_REQUEST"), "No answer came", FREE, Failure.NO_ANSWER, ChargeState.REFUNDED),
    "a pace that stays too fast": Fault(
        refuses("RATE_LIMITED", retry_after="600"), "No answer came", FREE, Failure.NO_ANSWER, ChargeState.REFUNDED
    ),
    "a server's error": Fault(
        refuses("INTERNAL_ERROR"), "No clear answer came", COUNTS, Failure.UNKNOWN, ChargeState.UNKNOWN
    ),
    "a gateway's error": Fault(
        says({"message": "Bad gateway"}, 502), "No clear answer came", COUNTS, Failure.UNKNOWN, ChargeState.UNKNOWN
    ),
    "a cut connection": Fault(CUT, "No clear answer came", COUNTS, Failure.UNKNOWN, ChargeState.UNKNOWN),
    "a cut after the creation": Fault(lost(CUT), "No clear answer came", COUNTS, Failure.UNKNOWN, ChargeState.UNKNOWN),
    "an unknown code": Fault(
        says({"error": {"code": "TEAPOT"}}, 418), "No clear answer came", COUNTS, Failure.UNKNOWN, ChargeState.UNKNOWN
    ),
    "a list instead of a battle": Fault(
        says({"data": []}), "Something unexpected came back", COUNTS, Failure.ODD_REPLY, ChargeState.UNKNOWN
    ),
    "a battle without an id": Fault(
        lost(says({"data": {"status": "initializing"}})),
        "Something unexpected came back",
        COUNTS,
        Failure.ODD_REPLY,
        ChargeState.UNKNOWN,
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What there was once the message said what came of it."""

    text: str
    offered: list[str]
    battle: Battle
    charge: ChargeState
    upstream: UpstreamBattle


async def provoked(flow: Flow, heading: str) -> Outcome:
    await flow.begin()
    message = await flow.starter.sees(heading)
    battle = await flow.place.ledger.battle(flow.upstream.prompt)
    charge = await flow.place.ledger.charge(battle)
    return Outcome(text_of(message), labels(message), battle, charge, flow.upstream)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def outcomes(here: Place) -> AtOnce[Outcome]:
    """All faults at the same time, each in a channel of its own."""

    async def provoke(name: str, fault: Fault) -> Outcome:
        async with here.flow(name, Script(creations=[fault.step])) as flow:
            return await provoked(flow, fault.heading)

    return await at_once({name: provoke(name, fault) for name, fault in FAULTS.items()})


@pytest.mark.parametrize("name", FAULTS)
async def test_a_creation_that_fails_says_what_it_cost_and_costs_no_more(outcomes: AtOnce[Outcome], name: str) -> None:
    fault, outcome = FAULTS[name], outcomes[name]
    assert fault.cost in outcome.text
    assert outcome.battle.support_code in outcome.text
    assert ("Try again" in outcome.offered) is fault.again
    assert outcome.battle.state is State.FAILED
    assert outcome.battle.failure is fault.failure
    assert outcome.charge is fault.charge
    assert {kind for kind, times in outcome.upstream.asked.items() if times} == {"create"}
    assert outcome.upstream.asked["create"] == 1


async def test_a_refused_key_is_told_once_to_whoever_runs_the_bot(here: Place, outcomes: AtOnce[Outcome]) -> None:
    refused = [outcomes[name] for name, fault in FAULTS.items() if fault.failure is Failure.KEY_REFUSED]
    assert all("Whoever runs this bot is told of it." in outcome.text for outcome in refused)
    await here.bot.logged("keys.refused", times=len(refused), source="ModelChorus")
    await here.bot.logged("keys.told", source="ModelChorus")
    told = here.discord.world.direct_with(here.discord.world.guild.owner_id)
    assert told is not None
    (said,) = here.discord.world.messages[told.id].values()
    text = text_of({"components": said.components})
    assert "**ModelChorus** does not let the bot start battles" in text
    assert sum(outcome.battle.support_code in text for outcome in refused) == 1


async def test_too_many_requests_are_waited_for_and_never_seen(here: Place) -> None:
    async with here.flow("a pace too fast", Script(creations=[refuses("RATE_LIMITED", retry_after="0")])) as flow:
        await flow.open()
    battle = await here.ledger.battle(flow.upstream.prompt)
    assert battle.state is State.VOTING
    assert await here.ledger.charge(battle) is ChargeState.SPENT
    assert flow.upstream.asked["create"] == 2
    assert len(flow.upstream.ids) == 1


async def test_another_try_starts_a_battle_of_its_own_and_leaves_the_failed_one(here: Place) -> None:
    async with here.flow("another try", Script(creations=[refuses("INTERNAL_ERROR")])) as flow:
        await flow.start()
        await flow.starter.push("Try again", on=await flow.starter.sees("No clear answer came"))
        await flow.starter.sees("Which answer is better?")
        assert await flow.starter.sees("No clear answer came")
    failed, tried = await here.ledger.battles(flow.upstream.prompt)
    assert (failed.state, tried.state) == (State.FAILED, State.VOTING)
    assert flow.upstream.asked["create"] == 2


async def test_extra_fields_and_unheard_of_states_change_nothing(here: Place) -> None:
    more = {"status": "pondering", "locale": "tlh", "modelVibe": [1, {"deep": None}], "pollUrl": None}
    async with here.flow("a newer arena", Script(more=more)) as flow:
        await flow.open()
        await flow.starter.press("Vote B")
        await flow.close()
        message = await flow.starter.sees("B wins")
    assert flow.upstream.names[1] in text_of(message)


async def test_an_arena_that_is_not_there_costs_nothing_and_is_found_when_it_is_back(here: Place) -> None:
    async with here.without_arena(), here.flow("nobody there") as flow:
        outcome = await provoked(flow, "No answer came")
    assert FREE in outcome.text
    assert outcome.charge is ChargeState.REFUNDED
    assert outcome.upstream.asked["create"] == 0

    async with members(here.discord, "nobody there", "Ada") as (ada,):
        await ada.start(flow.upstream.prompt)
        await ada.sees("Which answer is better?")
