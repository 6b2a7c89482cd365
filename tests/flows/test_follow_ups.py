"""Follow-ups over the wire: both models asked again, blind, with one vote at the end; and what goes wrong."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from community.battles import State, TurnState
from community.consent import Destination, Sent
from storage.community.consent import SqlConsentStore
from tests.flows.places import ROOMY, Flow, Place, place
from tests.support.members import Json, Member, labels, text_of
from tests.support.scripted_arena import CUT, Script, lost, refuses

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def asks(member: Member, text: str) -> Json:
    """Ask by the menu behind [More]; the private answer."""
    return await member.writes("Ask", text, on=await member.press("More"))


async def row_of(flow: Flow) -> Json:
    """What the bot has kept of the battle's last turn."""
    battle = await flow.place.ledger.battle(flow.upstream.prompt)
    turn = battle.turns[-1]
    return {"battle": battle.state, "turn": turn.state, "number": turn.number, "blind": turn.blind}


async def test_a_conversation_is_read_whole_and_voted_on_once(here: Place) -> None:
    async with here.flow("turns", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        told = text_of(await asks(grace, "And at night?"))
        assert "Both models are answering" in told
        assert "still without names" in told
        shown = await ada.sees("A goes on to turn 2.")
        assert "turn 2" in text_of(shown)
        assert "> And at night?" in text_of(shown)
        assert "B goes on to turn 2." in text_of(shown), "both appear together"
        assert len(ada.public) == 1, "in the same message"

        page = await ada.press("Read B")
        assert "**Turn 2**" in text_of(page)
        first = await ada.press("Previous", on=page)
        assert "The second answer." in text_of(first)
        await ada.press("Vote B")
        await ada.sees("1 has voted")
        assert "Ask" not in labels(await grace.press("More"))
        await flow.close()
        await ada.sees(f"B wins: {flow.upstream.names[1]}")
        await ada.hears()
    assert flow.upstream.votes == ["B"]
    assert flow.upstream.asked["create"] == 1
    assert flow.upstream.follow_ups == ["And at night?"]


async def test_two_who_ask_at_once_are_both_told_and_one_gets_the_text_back(here: Place) -> None:
    async with here.flow("at once", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        forms = [await one.opens("Ask", on=await one.press("More")) for one in (ada, grace)]
        flow.upstream.script.ready = False
        assert "Both models are answering" in text_of(await ada.sends(forms[0], "Ada's question"))
        refused = text_of(await grace.sends(forms[1], "Grace's question"))
        assert "Somebody was faster" in refused
        assert "Grace's question" in refused
        await grace.sees("Ada's question")
        flow.upstream.script.ready = True
        await ada.sees("A goes on to turn 2.")
    assert flow.upstream.follow_ups == ["Ada's question"]


async def test_whoever_votes_while_a_form_is_open_wins(here: Place) -> None:
    async with here.flow("voted meanwhile", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        form = await grace.opens("Ask", on=await grace.press("More"))
        await ada.press("Vote A")
        refused = text_of(await grace.sends(form, "Too late?"))
        assert "Somebody has voted" in refused
        assert "Too late?" in refused
        await ada.sees("1 has voted")
    assert flow.upstream.asked["continue"] == 0


async def test_a_source_that_takes_no_more_is_said_kindly_and_the_vote_goes_on(here: Place) -> None:
    script = Script(follow_ups=[refuses("NOT_SUPPORTED")])
    async with here.flow("not supported", script) as flow:
        await flow.open()
        told = text_of(await asks(flow.starter, "More, please"))
        assert "No more questions here" in told
        assert "More, please" in told
        await flow.starter.sees("The follow-up could not be asked")
        assert "Your ballot: A" in text_of(await flow.starter.press("Vote A"))


async def test_a_follow_up_whose_answer_was_lost_is_found_by_asking_for_the_battle(here: Place) -> None:
    async with here.flow("unanswered", Script(follow_ups=[lost(CUT)])) as flow:
        await flow.open()
        told = text_of(await asks(flow.starter, "Was it heard?"))
        assert "Nobody knows yet" in told
        assert "Was it heard?" in told
        await flow.starter.sees("A goes on to turn 2.")
    assert flow.upstream.follow_ups == ["Was it heard?"]
    assert flow.upstream.asked["continue"] == 1


async def test_an_answer_that_leaks_in_the_second_turn_is_masked_and_marks_its_side(here: Place) -> None:
    async with here.flow("leaking later") as flow:
        flow.upstream.script.later_answers = ("Quite so.", "As ChatGPT, made by OpenAI, I agree.")
        await flow.open()
        await asks(flow.starter, "Who are you?")
        shown = text_of(await flow.starter.sees("Quite so."))
        assert "ChatGPT" not in shown
        assert "OpenAI" not in shown
        await flow.starter.press("Vote A")
        await flow.close()
        await flow.starter.sees("Answer B said who made it")


async def test_after_the_reveal_a_follow_up_is_marked_and_changes_nothing(here: Place) -> None:
    async with here.flow("after the reveal") as flow:
        ada = flow.starter
        await flow.open()
        await ada.press("Vote A")
        await flow.close()
        revealed = await ada.sees("A wins")
        await ada.hears()
        told = text_of(await ada.writes("Follow up", "Now that I know", on=revealed))
        assert "with their names" in told
        shown = await ada.sees("A goes on to turn 2.")
        assert "Follow-up · not blind, not ranked" in text_of(shown)
        assert f"by {flow.upstream.names[0]}" in text_of(shown)
        assert not {"Vote A", "Tie"} & set(labels(shown))
        assert shown["message_reference"]["message_id"] == revealed["id"]
        assert "A wins" in text_of(ada.public[revealed["id"]])
        assert await row_of(flow) == {"battle": State.REVEALED, "turn": TurnState.READY, "number": 2, "blind": False}
    assert flow.upstream.votes == ["A"]


async def test_a_guild_may_have_its_follow_ups_in_a_thread(here: Place) -> None:
    await here.settings.save(here.guild_id, replace(ROOMY, threads=True))
    try:
        async with here.flow("threaded") as flow:
            ada = flow.starter
            await flow.open()
            message = await ada.sees("Which answer is better?")
            await asks(ada, "In a thread?")
            await ada.sees("goes on in the thread, up to turn 2")
            assert "The first answer." in text_of(ada.public[message["id"]]), "the first turn stays where it was"
            channels = here.discord.world.guild.channels
            await ada.until(lambda: message["id"] in channels)
            thread = channels[message["id"]]
            assert thread.is_thread
            inside = Member(ada.person, thread)
            turn = await inside.shown("A goes on to turn 2.")
            assert "Vote A" in labels(turn)
            assert "Your ballot: B" in text_of(await inside.press("Vote B", on=turn))
            await ada.sees("1 has voted")
            await flow.close()
            await ada.sees("B wins")
            await inside.until(lambda: "Vote A" not in labels(inside.public[turn["id"]]))
    finally:
        await here.settings.save(here.guild_id, ROOMY)


async def test_a_kill_while_asking_and_while_models_answer_loses_nothing(here: Place) -> None:
    async with (
        here.flow("killed asking", Script(follow_ups=[None])) as asking,
        here.flow("killed answering") as answering,
    ):
        for flow in (asking, answering):
            await flow.open()
        asking.upstream.script.follow_ups = []
        gate = asking.upstream.hold()
        form = await asking.starter.opens("Ask", on=await asking.starter.press("More"))
        answering.upstream.script.ready = False
        await asks(answering.starter, "Answer me")
        label = form["components"][0]
        entered = {"type": 18, "component": {**label["component"], "value": "Hear me"}}
        await asking.starter.person.post("modals", modal_id=form["modal_id"], components=[entered])
        await here.arena.until(lambda: asking.upstream.asked["continue"] == 1)
        await here.bot.kill()
        assert (await row_of(asking))["turn"] is TurnState.ASKING
        assert (await row_of(answering))["turn"] is TurnState.ANSWERING
        gate.set()
        answering.upstream.script.ready = True
        await here.bot.start()
        for flow in (asking, answering):
            await flow.starter.sees("A goes on to turn 2.")
            assert flow.upstream.asked["continue"] == 1
            assert await row_of(flow) == {"battle": State.VOTING, "turn": TurnState.READY, "number": 2, "blind": True}


async def test_whoever_never_agreed_to_where_questions_go_is_asked_before_a_follow_up_goes_there(
    tmp_path: Path,
) -> None:
    async with place(tmp_path, agreed=False) as there, there.flow("consent", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        consents = SqlConsentStore(there.ledger.database)
        await consents.agree(int(ada.person.id), Sent("ModelChorus", Destination.FEEDS), datetime.now(UTC))
        await flow.open()
        asked = await asks(grace, "And mine?")
        assert "may show it in its public feeds" in text_of(asked)
        assert flow.upstream.asked["continue"] == 0
        await grace.push("Agree and start", on=asked)
        await ada.sees("A goes on to turn 2.")
    assert flow.upstream.follow_ups == ["And mine?"]
