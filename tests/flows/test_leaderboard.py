"""Boards as members see them: from the first battle on, the same while one is open, and the world's beside them."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from arena.wire import Winner
from storage.community.battles import SqlBattleStore
from tests.flows.places import Flow, Place
from tests.sandbox.members import components
from tests.support.fought import fought
from tests.support.members import Json, Member, labels, members, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

MODELS = [f"Sparrow {number}" for number in range(12)]
OF_THIS_ANSWER = re.compile(r"https?://[^\"\s]+|\b\d{17,20}\b")
WORLD = {
    "": [
        {
            "modelName": "Sparrow 1",
            "eloRating": 1247,
            "rank": 1,
            "wins": 831,
            "losses": 412,
            "ties": 94,
            "totalVotes": 1337,
        },
        {"modelName": "Sparrow 0", "eloRating": 1101, "rank": 2, "totalVotes": 12, "winRate": 0.25},
    ],
    "categories": [{"category": "coding", "rankings": [{"modelName": "Sparrow 1", "eloRating": 1300}]}],
    "head-to-head": [
        {"modelA": "Sparrow 0", "modelB": "Sparrow 1", "winsA": 3, "winsB": 9, "ties": 1, "totalVotes": 13},
        {"modelA": "Sparrow 2", "modelB": "Sparrow 0", "winsA": 5, "winsB": 5, "ties": 0, "totalVotes": 10},
    ],
    "locales": {"text": ["en", "pt-BR"], "image": []},
}


async def board(member: Member, what: str, **values: object) -> Json:
    """Use `/leaderboard …`; the private answer, once it is there."""
    member.private = None
    options: list[dict[str, Any]] = [{"name": name, "value": value} for name, value in values.items()]
    await member.person.run("leaderboard", {"name": what, "options": options}, channel=member.channel.name)
    await member.until(lambda: member.private is not None and bool(member.private["components"]))
    return await member.told()


def shown(page: Json) -> str:
    """Everything that a page shows and carries; a picture's id and address are new with each answer."""
    return OF_THIS_ANSWER.sub("#", json.dumps(page["components"], sort_keys=True)) + str(len(page["attachments"]))


async def choose(member: Member, page: Json, action: str, value: str) -> Json:
    """Choose in a select of a page."""
    custom_id = next(part["custom_id"] for part in components(page) if f":{action}:" in part.get("custom_id", ""))
    member.private = None
    status, answer = await member.person.press(page, custom_id, value)
    assert status == 202, answer
    return await member.told()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def voted(here: Place) -> Place:
    """Twelve models met on this server; on other days in other words."""
    here.arena.boards.update(WORLD)
    store, now = SqlBattleStore(here.ledger.database), datetime.now(UTC)
    for number, model in enumerate(MODELS[1:]):
        prompt = "Write a Python function that sorts a list." if number == 0 else "Why is the sky blue?"
        votes = [Winner.A, Winner.A, Winner.B, Winner.BOTH_BAD]
        closed_at = now - timedelta(days=20 * number)
        await fought(store, (MODELS[0], model), votes, closed_at=closed_at, guild_id=here.guild_id, prompt=prompt)
    return here


async def test_an_empty_board_says_how_to_start(here: Place) -> None:
    async with members(here.discord, "empty board", "Ada") as (ada,):
        empty = await board(ada, "server")
        assert "The first battle starts this board." in text_of(empty)
        status, _ = await ada.person.press(empty, "battle:v1:begin")
        assert status == 202
        assert (await ada.person.event("modal_open"))["title"] == "Start a blind battle"
        assert "None of your ballots count yet." in text_of(await board(ada, "me"))


async def test_a_board_has_pages_filters_and_a_picture(voted: Place) -> None:
    async with members(voted.discord, "pages", "Ada") as (ada,):
        page = await board(ada, "server")
        assert "44 ballots, 11 battles" in text_of(page)
        assert "**1. Sparrow 0**" in text_of(page)
        assert [file["filename"] for file in page["attachments"]] == ["board.png"]
        (picture,) = [part for part in components(page) if part["type"] == 12]
        assert "1 Sparrow 0: " in picture["items"][0]["description"]

        second = await ada.press("Next", on=page)
        assert "**11. " in text_of(second)
        assert "Sparrow 0**" not in text_of(second)
        week = await choose(ada, second, "period", "week")
        assert "last 7 days · 4 ballots, 1 battle " in text_of(week)
        coding = await choose(ada, week, "category", "coding")
        assert "coding · last 7 days · 4 ballots" in text_of(coding)
        nothing = await choose(ada, coding, "category", "mathematics")
        assert "No ballots in mathematics in the last 7 days." in text_of(nothing)
        assert nothing["attachments"] == []
        over_time = await choose(ada, await board(ada, "server"), "view", "time")
        (picture,) = [part for part in components(over_time) if part["type"] == 12]
        assert "as lines." in picture["items"][0]["description"]


async def test_a_post_is_for_all_and_whoever_presses_it_gets_a_page_of_their_own(voted: Place) -> None:
    async with members(voted.discord, "posting", "Ada", "Grace") as (ada, grace):
        page = await board(ada, "server", category="coding")
        await ada.push("Post here", on=page)
        post = await grace.sees("leaderboard")
        assert "Post here" not in labels(post)
        own = await grace.press("My board", on=post)
        assert "None of your ballots count yet." in text_of(own)
        again = text_of(await board(ada, "server", category="coding"))
        assert "same\u00a0place" in again
        assert "Places compared with the last post" in again


async def test_every_board_is_the_same_byte_for_byte_while_a_battle_is_open(voted: Place) -> None:
    async def looked(member: Member) -> list[str]:
        nothing: dict[str, object] = {}
        asked = [(what, nothing) for what in ("server", "me", "world", "categories", "head-to-head")]
        asked.insert(1, ("server", {"time": "week"}))
        return [shown(await board(member, what, **values)) for what, values in asked]

    async with voted.flow("an open battle", names=("Ada", "Grace")) as flow:
        before = [await looked(member) for member in flow.members]
        await flow.open()
        await flow.members[0].press("Vote A")
        await flow.members[1].press("Vote B")
        assert [await looked(member) for member in flow.members] == before
        await flow.close()
        reveal = text_of(await flow.starter.sees("was Kestrel"))
        rating = re.search(r"\*\*A was .*?Rating here ([\d,]+), ± \d+, new on this board", reveal, re.DOTALL)
        assert rating, reveal
        after = [await looked(member) for member in flow.members]
        assert all(now != earlier for now, earlier in zip(after[0][:3], before[0][:3], strict=True))
        # What the reveal told is what the board says now.
        chip = rating[1].replace(",", "").rjust(4, "\u00a0")
        assert re.search(rf"`{chip}` \*\*\d+\. Kestrel", text_of(await _page_with(flow, "Kestrel")))


async def _page_with(flow: Flow, name: str) -> Json:
    page = await board(flow.starter, "server")
    return page if name in text_of(page) else await flow.starter.press("Next", on=page)


async def test_the_worlds_boards_come_from_the_source(voted: Place) -> None:
    async with members(voted.discord, "world", "Ada") as (ada,):
        world = await board(ada, "world", locale="pt-BR", category="coding", picture="light")
        assert "ModelChorus · Text · Coding · pt-BR" in text_of(world)
        assert "`1247` **1. Sparrow 1**" in text_of(world)
        assert len(world["attachments"]) == 1
        assert "**Coding**\n1. Sparrow 1 · 1300" in text_of(await board(ada, "categories"))
        square = await board(ada, "head-to-head")
        assert "Sparrow 0 **25 : 75** Sparrow 1 · 13 votes" in text_of(square)
        assert len(square["attachments"]) == 1
        await ada.push("Post here", on=square)
        post = await ada.sees("Head to head")
        assert len(post["attachments"]) == 1
        two = await board(ada, "head-to-head", model="Sparrow 1", other="Sparrow 0")
        assert "Sparrow 1 against Sparrow 0: Sparrow 1 leads" in text_of(two)
        one = await board(ada, "head-to-head", model="Sparrow 0")
        assert "Sparrow 0 **25 : 75** Sparrow 1" in text_of(one)
        for wrong in ({"locale": "xx"}, {"category": "cooking"}, {"source": "Nobody"}):
            assert "No such board" in text_of(await board(ada, "world", **wrong))
        assert "No such board" in text_of(await board(ada, "head-to-head", model="Nobody"))


async def offered(member: Member, what: str, focused: str, typed: str) -> list[str]:
    """What is suggested for this option after this was typed."""
    commands = (await member.person.state())["commands"]
    options = [{"name": focused, "value": typed, "focused": True}]
    status, answer = await member.person.post(
        "autocomplete",
        channel_id=member.channel.id,
        command_id=next(command["id"] for command in commands if command["name"] == "leaderboard"),
        options=[{"name": what, "options": options}],
    )
    assert status == 200, answer
    return [choice["value"] for choice in answer["choices"]]


async def test_sources_locales_categories_and_models_are_suggested(voted: Place) -> None:
    async with members(voted.discord, "suggestions", "Ada") as (ada,):
        assert await offered(ada, "server", "source", "chorus") == ["ModelChorus"]
        assert await offered(ada, "world", "source", "") == ["ModelChorus", "the house arena"]
        assert await offered(ada, "world", "locale", "PT") == ["pt-BR"]
        assert await offered(ada, "world", "category", "") == ["coding"]
        assert await offered(ada, "head-to-head", "other", "sparrow 1") == ["Sparrow 1"]
        assert await offered(ada, "categories", "locale", "nothing such") == []


async def test_a_source_that_does_not_answer_is_said_so(voted: Place) -> None:
    async with members(voted.discord, "silent world", "Ada") as (ada,), voted.without_arena():
        page = await board(ada, "world", modality="image")
        assert "did not answer" in text_of(page)
