"""What members say beside their ballots, from the buttons to the arena, and over a kill."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests.flows.places import Flow, Place
from tests.support.fights import begins, completes, session
from tests.support.members import Json, Member, labels, members, text_of
from tests.support.scripted_arena import HANG, Script, lost


def mentioned(place: Place, member: Member) -> int:
    """How many messages notified this member, and nobody else."""
    return sum(
        list(map(str, sent.body["allowed_mentions"].get("users", ()))) == [member.person.id]
        for sent in place.discord.traffic.sent
        if sent.method == "POST" and isinstance(sent.body, dict) and "allowed_mentions" in sent.body
    )


async def revealed(flow: Flow) -> None:
    await flow.starter.press("Vote A")
    await flow.close()
    await flow.starter.hears()


async def rated(flow: Flow, stars: str) -> None:
    reveal = await flow.starter.sees("Told ModelChorus")
    await flow.starter.fill("Rate", {"Stars": stars}, on=reveal)


@pytest.mark.asyncio(loop_scope="module")
async def test_members_say_why_guess_and_are_told_and_rate(here: Place) -> None:
    here.arena.models = ["Decoy 1", "Decoy 2"]
    async with here.flow("opinions", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        ballot = await ada.press("Vote A")
        kept = await ada.fill("Say why", {"Why did you vote like this?": "Shorter."}, on=ballot)
        assert "Kept with your ballot" in text_of(kept)
        page = await ada.press("Guess the models", on=kept)
        guessed = await ada.choose("Answer A", "Decoy 2", on=page)
        kept = await ada.fill("Say why", {"Why did you vote like this?": "Shorter, and right."}, on=guessed)
        assert {"Change the reason", "Guess the models"} <= set(labels(kept)), "each leads to the other"

        told = await grace.press("Tell me", on=await grace.press("More"))
        assert "You will be told" in text_of(told)
        assert "You will not be told" in text_of(await grace.press("Never mind", on=told))
        await grace.press("Tell me", on=await grace.press("More"))

        await flow.close()
        announcement = await grace.hears()
        assert f"<@{grace.person.id}>" in text_of(announcement)
        assert mentioned(here, grace) == 1
        assert mentioned(here, ada) == 0
        reveal = await ada.sees("Told ModelChorus")
        assert "1 guessed: 0 had A right, 0 had B" in text_of(reveal)

        card = await ada.fill("Rate", {"Stars": "4", "Clarity": "5"}, on=reveal)
        assert "Your rating: 4 stars" in text_of(card)
        card = await ada.fill("Add words", {"What do you think of the answers?": "Good ones."}, on=card)
        assert "goes to ModelChorus, once" in text_of(card)
        card = await grace.fill("Rate", {"Stars": "1"}, on=reveal)
        assert "ModelChorus" not in text_of(card)

        await here.ledger.feedback_falls_due(await here.ledger.battle(flow.upstream.prompt))
        await here.arena.until(lambda: bool(flow.upstream.feedback))
        assert flow.upstream.feedback == [{"feedback": "Good ones.", "rating": 4, "criteria": {"clarity": 5}}]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_moderator_voids_an_open_battle_and_its_names_never_come_out(here: Place) -> None:
    async with here.flow("voiding") as flow:
        await flow.open()
        await flow.starter.press("Vote A")
        done = await flow.starter.fill(
            "Void", {"Why? Everybody can read it": "Spam"}, on=await flow.starter.press("More")
        )
        assert "The battle is void" in text_of(done)
        message = await flow.starter.sees("Voided by a moderator")
        assert "Why: Spam" in text_of(message)
        assert "Vote A" not in labels(message)
        assert flow.upstream.votes == []
        assert flow.upstream.revealed_at is None


@pytest.mark.asyncio(loop_scope="module")
async def test_a_report_reaches_the_channel_that_moderators_named(here: Place) -> None:
    async with here.flow("reported") as flow, members(here.discord, "reports desk", "Ada") as (desk,):
        ada = flow.starter
        await flow.open()
        form = {"What is wrong?": "Answer A is rude."}
        alone = await ada.fill("Report", form, on=await ada.press("Read A"))
        assert "nobody is told at once" in text_of(alone)
        assert "already" in text_of(await ada.fill("Report", form, on=await ada.press("More")))

        desk.private = None
        await desk.person.run("manage", {"name": "reports", "options": []}, channel="reports desk")
        page = await desk.told()
        assert "Answer A is rude." in text_of(page)
        hidden = next(each for each in here.discord.world.guild.channels.values() if each.name == "moderators")
        assert "cannot write there" in text_of(await desk.choose("No channel", hidden.id, on=page))
        await desk.choose("No channel", desk.channel.id, on=page)
        notice = await desk.sees("A battle was reported")
        assert "See the battle" in labels(notice)
        await desk.fill("Void", {"Why? Everybody can read it": ""}, on=notice)
        await ada.sees("Voided by a moderator")

        stream = here.fights.expect("Is this one rude?", [session(["gpt", "claude"], 1), begins(1, 1)])
        await ada.fight("Is this one rude?")
        await ada.told()
        fight = await ada.sees("Round 1 of 1")
        told = await ada.fill("Report", {"What is wrong?": "Both are."}, on=await ada.press("More", on=fight))
        assert "with a link to the fight" in text_of(told)
        notice = await desk.sees("A fight was reported")
        assert labels(notice) == ["See the fight"]
        stream.brings(completes(None, {"gpt": 0, "claude": 0}))
        end = await ada.sees("Nobody could answer")
        assert "Report" not in labels(end)


async def history(member: Member, *options: Json) -> str:
    """What `/battle history` shows the member."""
    member.private = None
    await member.person.run("battle", {"name": "history", "options": list(options)}, channel=member.channel.name)
    return text_of(await member.told())


@pytest.mark.asyncio(loop_scope="module")
async def test_history_shows_names_and_finds_by_model_only_after_the_reveal(here: Place) -> None:
    async with here.flow("history") as flow:
        ada, model = flow.starter, {"name": "model", "value": flow.upstream.names[0]}
        await flow.open()
        await ada.press("Vote A")
        seen = await history(ada, {"name": "whose", "value": "mine"})
        assert "Open to vote" in seen
        assert "1 has voted" in seen
        assert "No such model here" in await history(ada, {**model, "value": flow.upstream.names[0][:7]})
        await flow.close()
        await ada.hears()
        assert f"{flow.upstream.names[0]} won against {flow.upstream.names[1]}" in await history(ada)
        assert "what is to be done about history" in (await history(ada, model)).casefold()


SCRIPTS = {
    "waiting": Script(),
    "unheard": Script(feedback=[lost(HANG)]),
    "told": Script(votes=[HANG]),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def killed(here: Place) -> AsyncIterator[dict[str, Flow]]:
    """A kill while a rating waits, while one is being sent, and while the names are awaited that somebody waits for."""
    async with AsyncExitStack() as stack:
        flows = {
            name: await stack.enter_async_context(here.flow(f"{name} and killed", script, names=("Ada", "Grace")))
            for name, script in SCRIPTS.items()
        }
        await asyncio.gather(*(flow.open() for flow in flows.values()))
        for name in ("waiting", "unheard"):
            await revealed(flows[name])
            await rated(flows[name], "3")
        grace = flows["told"].members[1]
        await grace.press("Tell me", on=await grace.press("More"))
        await flows["told"].starter.press("Vote A")
        await flows["told"].close()
        await here.arena.until(lambda: flows["told"].upstream.asked["vote"] == 1)
        await here.ledger.feedback_falls_due(await here.ledger.battle(flows["unheard"].upstream.prompt))
        await here.arena.until(lambda: flows["unheard"].upstream.asked["feedback"] == 1)
        before = mentioned(here, grace)
        await here.bot.kill()
        await here.ledger.feedback_falls_due(await here.ledger.battle(flows["waiting"].upstream.prompt))
        await here.bot.start()
        await grace.hears()
        await here.arena.until(lambda: bool(flows["waiting"].upstream.feedback))
        await here.bot.logged("feedback.settled", times=2)
        assert mentioned(here, grace) == before + 1
        yield flows


def test_a_rating_that_waited_is_sent_once(killed: dict[str, Flow]) -> None:
    assert killed["waiting"].upstream.feedback == [{"rating": 3}]
    assert killed["waiting"].upstream.asked["feedback"] == 1


def test_a_rating_that_may_have_arrived_is_not_sent_again(killed: dict[str, Flow]) -> None:
    assert killed["unheard"].upstream.asked["feedback"] == 1
    assert killed["unheard"].upstream.feedback == [{"rating": 3}]


def test_who_asked_to_be_told_before_the_kill_is_told_once_after_it(killed: dict[str, Flow]) -> None:
    grace = killed["told"].members[1]
    assert len(grace.announcements) == 1
    assert f"<@{grace.person.id}>" in text_of(grace.announcements[0])
