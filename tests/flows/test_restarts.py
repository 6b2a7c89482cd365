"""SIGKILL in the middle of everything: battles in every state at once, and what becomes of each after the restart."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from PIL import Image

from community.battles import Battle, Failure, State
from community.quotas import ChargeState
from tests.flows.blindness import nothing_names
from tests.flows.places import Flow, Place
from tests.support.members import Json, labels, text_of
from tests.support.scripted_arena import HANG, Script, Step, UpstreamBattle, lost, refuses


def painted(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(out, "PNG")
    return out.getvalue()


EARLY: list[Step | None] = [refuses("TOO_EARLY", retry_after="60")]
SCRIPTS = {
    "creating": Script(creations=[HANG]),
    "created unseen": Script(creations=[lost(HANG)]),
    "answering": Script(ready=False),
    "voting": Script(),
    "deadline passed": Script(),
    "nobody voted": Script(),
    "too early": Script(votes=list(EARLY)),
    "vote unsent": Script(votes=[HANG]),
    "vote unheard": Script(votes=[lost(HANG)]),
    "unannounced": Script(),
    "deleted meanwhile": Script(),
    "pictures unshown": Script(pictures=(painted("teal"), painted("maroon"))),
}
UNSEEN = ("creating", "created unseen")
CLOSED = ("too early", "vote unsent", "vote unheard")
REVEALED = ("deadline passed", "deleted meanwhile", *CLOSED, "unannounced")


@dataclass
class Kept:
    """One battle before and after the kill."""

    upstream: UpstreamBattle
    before: State
    asked_before: dict[str, int]
    after: Battle
    charge: ChargeState
    public: list[Json]
    announcements: list[Json] = field(default_factory=list)


async def brought_to(name: str, flow: Flow) -> None:
    """Bring the battle to the state that it is killed in."""
    if name == "pictures unshown":
        await fetched_and_unshown(flow)
        return
    await flow.begin()
    if name in UNSEEN:
        await flow.place.arena.until(lambda: flow.upstream.asked["create"] == 1)
    elif name == "answering":
        await flow.place.arena.until(lambda: flow.upstream.asked["poll"] >= 2)
    else:
        await flow.starter.sees("Which answer is better?")
    if name in {"voting", "deadline passed", "deleted meanwhile", *CLOSED, "unannounced"}:
        await flow.starter.press("Vote A")
    if name == "deleted meanwhile":
        await flow.starter.sees("1 has voted")
    if name in CLOSED:
        await flow.close()
        await flow.place.arena.until(lambda: flow.upstream.asked["vote"] == 1)


async def fetched_and_unshown(flow: Flow) -> None:
    """Both pictures are kept and the vote is open, but Discord takes no edit of the message."""
    place, ada = flow.place, flow.starter
    place.discord.control.faults.fail("PATCH", f"/channels/{ada.channel.id}/messages/*", status=503, times=1000)
    await flow.begin(modality="image")
    message = await ada.sees("Two models are painting")
    battle = await place.ledger.battle(flow.upstream.prompt)
    await place.bot.logged("battle.state", battle=battle.id, state="voting")
    assert message == await ada.sees("Blind battle"), "nothing else was shown"


async def passes_while_down(place: Place, flows: dict[str, Flow]) -> None:
    place.discord.control.faults.heal()
    for name in ("deadline passed", "nobody voted", "deleted meanwhile"):
        await place.ledger.fall_due(await place.ledger.battle(flows[name].upstream.prompt))
    deleted = flows["deleted meanwhile"].starter
    place.discord.world.messages[deleted.channel.id].clear()
    deleted.public.clear()
    flows["answering"].upstream.script.ready = True


async def carried_on(flows: dict[str, Flow]) -> None:
    """Wait until each has arrived where it should."""
    for name in UNSEEN:
        await flows[name].starter.sees("No clear answer came")
    await flows["answering"].starter.sees("Which answer is better?")
    await flows["nobody voted"].starter.sees("Nobody voted in time")
    await flows["pictures unshown"].starter.sees("Which picture is better?")
    await flows["voting"].starter.press("Vote B")
    await flows["voting"].starter.sees("1 has voted")
    for name in REVEALED:
        await flows[name].starter.hears()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kept(here: Place) -> AsyncIterator[dict[str, Kept]]:
    """All battles, killed together, restarted, and restarted once more when everything was done."""
    async with AsyncExitStack() as stack:
        flows = {name: await stack.enter_async_context(here.flow(name, script)) for name, script in SCRIPTS.items()}
        await asyncio.gather(*(brought_to(name, flow) for name, flow in flows.items()))
        await flows["unannounced"].close()
        await flows["unannounced"].starter.sees("A wins")
        await here.bot.kill()
        before = {name: await here.ledger.battle(flow.upstream.prompt) for name, flow in flows.items()}
        asked = {name: dict(flow.upstream.asked) for name, flow in flows.items()}
        for flow in flows.values():
            nothing_names(flow.upstream.names, here.discord.traffic, flow.upstream.revealed_at)
        await passes_while_down(here, flows)

        await here.bot.start()
        await carried_on(flows)
        await here.bot.kill()
        await here.bot.start()
        async with here.flow("afterwards") as afterwards:
            await afterwards.open()
        yield {
            name: Kept(
                flow.upstream,
                before[name].state,
                asked[name],
                after := await here.ledger.battle(flow.upstream.prompt),
                await here.ledger.charge(after),
                list(flow.starter.public.values()),
                flow.starter.announcements,
            )
            for name, flow in flows.items()
        }


def test_the_kill_struck_in_every_state(kept: dict[str, Kept]) -> None:
    assert {name: one.before for name, one in kept.items()} == {
        "creating": State.CREATING,
        "created unseen": State.CREATING,
        "answering": State.ANSWERING,
        "voting": State.VOTING,
        "deadline passed": State.VOTING,
        "nobody voted": State.VOTING,
        "too early": State.CLOSING,
        "vote unsent": State.CLOSING,
        "vote unheard": State.CLOSING,
        "unannounced": State.REVEALED,
        "deleted meanwhile": State.VOTING,
        "pictures unshown": State.VOTING,
    }


@pytest.mark.parametrize("name", UNSEEN)
def test_a_creation_that_nobody_heard_of_again_counts_and_is_never_repeated(kept: dict[str, Kept], name: str) -> None:
    one = kept[name]
    assert (one.after.state, one.after.failure) == (State.FAILED, Failure.UNKNOWN)
    assert one.charge is ChargeState.UNKNOWN
    assert one.upstream.asked["create"] == 1
    assert "so it counts" in text_of(one.public[0])


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_battle_has_one_message_one_creation_and_no_second_vote(kept: dict[str, Kept], name: str) -> None:
    one = kept[name]
    assert len(one.public) == 1 + len(one.announcements)
    assert one.upstream.asked["create"] == 1
    assert len(one.upstream.ids) <= 1
    assert len(one.upstream.votes) == (name in REVEALED)
    if name not in UNSEEN:
        assert one.charge is ChargeState.SPENT


@pytest.mark.parametrize("name", REVEALED)
def test_what_was_closed_or_fell_due_is_revealed_and_announced_once(kept: dict[str, Kept], name: str) -> None:
    one = kept[name]
    assert one.after.state is State.REVEALED
    assert one.after.names is not None
    assert (one.after.names.a, one.after.names.b) == one.upstream.names
    assert one.upstream.votes == ["A"]
    assert len(one.announcements) == 1
    assert one.announcements[0]["message_reference"]["message_id"] == one.public[0]["id"]
    assert all(model in text_of(one.public[0]) for model in one.upstream.names)


def test_a_reveal_that_stood_asks_the_arena_nothing_more(kept: dict[str, Kept]) -> None:
    assert kept["unannounced"].upstream.asked == kept["unannounced"].asked_before


def test_a_vote_whose_answer_was_lost_with_the_process_is_found_again(kept: dict[str, Kept]) -> None:
    one = kept["vote unheard"]
    assert one.asked_before["vote"] == 1
    assert one.upstream.asked["vote"] == 2
    assert one.upstream.votes == ["A"]


def test_answers_that_came_meanwhile_are_open_to_vote(kept: dict[str, Kept]) -> None:
    assert kept["answering"].after.state is State.VOTING
    assert "Vote A" in labels(kept["answering"].public[0])


def test_a_ballot_cast_before_the_kill_can_be_changed_after_it(kept: dict[str, Kept]) -> None:
    assert kept["voting"].after.state is State.VOTING
    assert kept["voting"].after.ballots == 1


def test_pictures_that_were_fetched_are_shown_in_the_message_that_was_there(kept: dict[str, Kept]) -> None:
    (message,) = kept["pictures unshown"].public
    assert [file["filename"] for file in message["attachments"]] == ["a.png", "b.png"]
    assert "Vote A" in labels(message)


def test_a_message_that_was_deleted_meanwhile_is_posted_anew_with_what_came_of_the_ballots(
    kept: dict[str, Kept],
) -> None:
    message = kept["deleted meanwhile"].public[0]
    assert "1 ballot" in text_of(message)
    assert "Read A" in labels(message)


def test_a_deadline_without_ballots_is_extended_once(kept: dict[str, Kept]) -> None:
    assert kept["nobody voted"].after.state is State.VOTING
    assert kept["nobody voted"].after.extended
