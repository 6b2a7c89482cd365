"""The gateway breaks in the middle of a vote: the bot finds its way back, and no ballot is lost."""

from collections.abc import Callable

import pytest

from sandbox.control.faults import FaultControl
from sandbox.rules.limits import ACKNOWLEDGE_SECONDS
from tests.flows.places import Flow, Place
from tests.support.members import Member, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def acknowledge_seconds() -> float:
    """As Discord has it: a press that the gateway lost fails after that, and is pressed again."""
    return ACKNOWLEDGE_SECONDS


Break = Callable[[FaultControl], None]

BREAKS: dict[str, tuple[Break, bool]] = {
    "closed with 4000": (lambda faults: faults.drop_gateway(), True),
    "closed with 1001": (lambda faults: faults.drop_gateway(code=1001), True),
    "cut off": (lambda faults: faults.cut_gateway(), True),
    "RECONNECT": (lambda faults: faults.ask_to_reconnect(), True),
    "INVALID_SESSION, resumable": (lambda faults: faults.invalidate_session(resumable=True), True),
    "INVALID_SESSION": (lambda faults: faults.invalidate_session(), False),
    "shard restarted": (lambda faults: faults.restart_shard(shard=0), False),
}
"""What breaks, and whether the session goes on: where it does not, Discord forgets what it could not deliver."""


async def vote(member: Member, label: str, *, resumed: bool) -> None:
    """Press until the bot has answered, as people do; where the session goes on once is enough."""
    while not await answered(member, label):
        assert not resumed, "a press was lost although the session was resumed"
    assert "Your ballot" in text_of(await member.told())


async def answered(member: Member, label: str) -> bool:
    """Press once; whether the bot answered, or Discord said that it did not."""
    before = member.unanswered
    await member.push(label)
    await member.until(lambda: member.private is not None or member.unanswered > before)
    return member.private is not None


async def broken_and_mended(flow: Flow, how: Break, *, resumed: bool) -> None:
    """Ballots before the break, in the very moment of it and after it; then the reveal."""
    ada, grace, linus = flow.members
    await flow.open()
    await vote(ada, "Vote A", resumed=True)
    how(flow.place.discord.control.faults)
    await vote(grace, "Vote B", resumed=resumed)
    await vote(linus, "Vote B", resumed=resumed)
    await ada.sees("3 have voted")
    battle = await flow.place.ledger.battle(flow.upstream.prompt)
    choices = {int(ada.person.id): "A", int(grace.person.id): "B", int(linus.person.id): "B"}
    assert await flow.place.ledger.ballots(battle) == choices
    await flow.close()
    for member in flow.members:
        await member.sees("B wins")
    assert flow.upstream.votes == ["B"]


@pytest.mark.parametrize("name", BREAKS)
async def test_a_vote_goes_on_when_the_gateway_breaks(here: Place, name: str) -> None:
    how, resumed = BREAKS[name]
    async with here.flow(f"gateway {name}", names=("Ada", "Grace", "Linus")) as flow:
        await broken_and_mended(flow, how, resumed=resumed)


async def test_a_vote_whose_press_arrives_twice_is_one_ballot(here: Place) -> None:
    async with here.flow("pressed twice", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        here.discord.control.faults.repeat_event("INTERACTION_CREATE")
        assert "Your ballot: A" in text_of(await ada.press("Vote A"))
        await grace.press("Vote B")
        await ada.sees("2 have voted")
        battle = await here.ledger.battle(flow.upstream.prompt)
        assert await here.ledger.ballots(battle) == {int(ada.person.id): "A", int(grace.person.id): "B"}
        await flow.close()
        await ada.sees("A tie")
