"""Members do what they should not, or cannot: each reads a clear answer, and nothing is lost or used."""

import json
import re

import pytest

from arena.wire import Winner
from cogs.battle.custom_ids import Vote
from community.battles import State
from sandbox.state.entities import Message
from tests.flows.places import Place
from tests.support.members import Json, labels, members, text_of
from tests.support.scripted_arena import Script

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONGEST_OPTION = 6_000


async def test_a_blank_prompt_is_refused_in_private_and_nothing_is_used(here: Place) -> None:
    used = await here.ledger.used()
    async with members(here.discord, "blank", "Ada") as (ada,):
        assert (await ada.start("   "))[0] == 202
        told = await ada.told()
    assert "There is no question yet" in text_of(told)
    assert ada.public == {}
    assert await here.ledger.used() == used


async def test_the_longest_prompt_that_discord_takes_reaches_the_models_whole(here: Place) -> None:
    prompt = ("Why? " * 1200)[:5994] + "Ending"
    assert len(prompt) == LONGEST_OPTION
    upstream = here.arena.expect(prompt)
    async with members(here.discord, "longest", "Ada") as (ada,):
        assert (await ada.start(prompt))[0] == 202
        message = await ada.sees("Which answer is better?")
        page = await ada.press("Read", on=await ada.press("More"))
        number = int(re.findall(r"Page 1 of (\d+)", text_of(page))[0])
        for _ in range(number - 1):
            page = await ada.press("Next", on=page)
    assert len(upstream.ids) == 1
    assert "Ending" not in text_of(message)
    assert "Ending" in text_of(page)


@pytest.mark.parametrize(
    ("prompt", "minutes", "sentence"),
    [
        ("x" * (LONGEST_OPTION + 1), None, "“prompt” must be at most 6000 characters."),
        ("", None, "“prompt” must be at least 1 characters."),
        ("Why?", 0, "“minutes” must be at least 1."),
        ("Why?", 1441, "“minutes” must be at most 1440."),
    ],
)
async def test_discord_itself_refuses_what_is_out_of_range(
    here: Place, prompt: str, minutes: int | None, sentence: str
) -> None:
    async with members(here.discord, "range", "Ada") as (ada,):
        status, answer = await ada.start(prompt, minutes=minutes)
    assert (status, answer["message"]) == (422, sentence)


async def test_a_button_of_an_unknown_battle_says_that_it_is_gone(here: Place) -> None:
    async with here.flow("unknown") as flow:
        await flow.open()
        message = by_hand(here, await flow.starter.sees("Which answer is better?"), "0000000000")
        for label in ("Vote A", "Read A", "More"):
            assert "This battle is gone" in text_of(await flow.starter.press(label, on=message))
    assert await here.ledger.ballots(await here.ledger.battle(flow.upstream.prompt)) == {}


async def test_a_second_vote_replaces_the_first_and_a_withdrawal_takes_it_back(here: Place) -> None:
    async with here.flow("second vote") as flow:
        await flow.open()
        ada = flow.starter
        battle = await here.ledger.battle(flow.upstream.prompt)
        page = await ada.press("Vote A")
        assert "Your ballot: A\nCounted." in text_of(page)
        page = await ada.press("Vote B", on=page)
        assert "Your ballot: B\nChanged from A." in text_of(page)
        assert await here.ledger.ballots(battle) == {int(ada.person.id): "B"}
        page = await ada.press("Tie")
        assert "Your ballot: Tie\nChanged from B." in text_of(page)
        assert await here.ledger.ballots(battle) == {int(ada.person.id): "tie"}
        assert "Ballot withdrawn" in text_of(await ada.press("Withdraw", on=page))
        assert await here.ledger.ballots(battle) == {}


async def test_before_both_answers_are_there_no_button_votes_and_a_forged_one_is_refused(here: Place) -> None:
    async with here.flow("too soon", Script(ready=False)) as flow:
        await flow.start()
        message = await flow.starter.sees("Two models are writing")
        assert "Vote A" not in labels(message)
        battle = await here.ledger.battle(flow.upstream.prompt)
        forged = {"type": 2, "id": 90, "style": 1, "label": "Vote A", "custom_id": Vote(battle.id, Winner.A).encode()}
        row = {"type": 1, "id": 91, "components": [forged]}
        kept(here, message).components.append(row)
        # What is left of the quota is told privately after a start; it is not the answer to the press.
        await flow.starter.told()
        told = await flow.starter.press("Vote A", on={**message, "components": [row]})
        assert "Voting has not opened yet" in text_of(told)
        assert await here.ledger.ballots(battle) == {}
        flow.upstream.script.ready = True
        await flow.starter.sees("Which answer is better?")


async def test_a_vote_after_the_close_is_refused_and_the_ballot_stands(here: Place) -> None:
    async with here.flow("too late", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        page = await ada.press("Vote A")
        hers = await grace.press("Withdraw", on=await grace.press("Vote B"))
        await flow.close()
        await ada.sees("A wins")
        assert "Your ballot was A." in text_of(await ada.press("Vote B", on=page))
        told = text_of(await grace.press("Vote B", on=hers))
        assert "Voting has closed" in told
        assert "You had no ballot." in told
    battle = await here.ledger.battle(flow.upstream.prompt)
    assert await here.ledger.ballots(battle) == {int(ada.person.id): "A"}
    assert flow.upstream.votes == ["A"]


async def test_only_the_starter_and_moderators_close_and_only_once(here: Place) -> None:
    async with here.flow("closing", names=("Grace", "Linus", "Ada")) as flow:
        grace, linus, ada = flow.members
        await flow.open()
        await linus.press("Vote A")
        assert "Close now" not in labels(await linus.press("More"))
        his = await grace.press("More")
        page = {**await linus.press("More"), "components": his["components"]}
        kept(here, page).components = his["components"]
        assert "Not open to you" in text_of(await linus.press("Close now", on=page))
        assert (await here.ledger.battle(flow.upstream.prompt)).state is State.VOTING
        hers = await ada.press("More")
        assert "Voting is closed" in text_of(await grace.press("Close now", on=his))
        assert "Voting has closed" in text_of(await ada.press("Close now", on=hers))
        await grace.sees("A wins")


async def test_a_battle_without_a_ballot_that_is_closed_stays_nameless(here: Place) -> None:
    async with here.flow("nobody") as flow:
        await flow.open()
        await flow.close()
        message = await flow.starter.sees("No ballots, no names")
    assert "Read A" in labels(message)
    assert (await here.ledger.battle(flow.upstream.prompt)).state is State.UNREVEALED
    assert flow.upstream.asked["vote"] == 0


def kept(here: Place, message: Json) -> Message:
    """The message as Discord keeps it."""
    return here.discord.world.message(message["channel_id"], message["id"])


def by_hand(here: Place, message: Json, battle: str) -> Json:
    """The message with its buttons on another battle, here and as Discord keeps it."""
    own = re.findall(r"battle:v1:more:(\w{10})", repr(message))[0]
    changed: Json = json.loads(json.dumps(message).replace(own, battle))
    kept(here, message).components = changed["components"]
    return changed
