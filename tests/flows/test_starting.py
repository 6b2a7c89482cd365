"""Every way to start a battle, and who is asked before a question travels."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from arena.wire import Modality
from community.battles import State
from tests.flows.places import ROOMY, Place, place
from tests.support.members import Json, Member, labels, members, text_of
from tests.support.scripted_arena import Script, refuses
from tests.support.scripted_concurred import MODELS, ScriptedConcurred, answer, served

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def concurred() -> ScriptedConcurred:
    return ScriptedConcurred()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hosted(tmp_path_factory: pytest.TempPathFactory, concurred: ScriptedConcurred) -> AsyncIterator[Place]:
    """Both hosted services and no house arena; nobody has agreed to anything."""
    async with (
        served(concurred) as url,
        place(
            tmp_path_factory.mktemp("hosted"),
            agreed=False,
            CONCURRED_BASE_URL=url,
            BLINDBOUT_MODELS="",
        ) as opened,
    ):
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def at_home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """ModelChorus, and beside it the house arena on models of this machine."""
    async with place(tmp_path_factory.mktemp("home"), agreed=False) as opened:
        yield opened


async def start(member: Member, prompt: str, **options: Any) -> None:
    """`/battle start` with options."""
    member.private = None
    given = [{"name": name, "value": value} for name, value in {"prompt": prompt, **options}.items()]
    await member.person.run("battle", {"name": "start", "options": given}, channel=member.channel.name)


async def battle_this(member: Member, author: Member, text: str) -> None:
    """Use the menu of a message that the author writes now."""
    message = await author.person.say(text, channel=author.channel.name)
    member.private = None
    await member.person.run("Battle this", channel=member.channel.name, target_id=message["id"])


async def agree(member: Member, label: str = "Agree and start") -> Json:
    """Read the private question, and agree."""
    asked = await member.told()
    await member.press(label, on=asked)
    return asked


async def test_the_first_start_is_asked_where_it_goes_and_later_ones_are_not(hosted: Place) -> None:
    first, second = hosted.arena.expect("Why first?"), hosted.arena.expect("Why second?")
    async with members(hosted.discord, "first", "Ada") as (ada,):
        await start(ada, "Why first?")
        asked = text_of(await ada.told())
        assert "ModelChorus will read it, and may show it in its public feeds." in asked
        assert "Left: you 500 of 500 · this server" in asked
        assert first.asked["create"] == 0
        assert await hosted.ledger.battles("Why first?") == []

        await agree(ada)
        await ada.sees("Why first?")
        assert "Left: you 499 of 500" in text_of(await ada.told())
        await start(ada, "Why second?")
        await ada.sees("Why second?")
        assert "Left: you 498 of 500" in text_of(await ada.told())
        await hosted.arena.until(lambda: second.asked["create"] == 1)


async def test_of_two_taps_one_starts_it(hosted: Place) -> None:
    hosted.arena.expect("Why twice?")
    async with members(hosted.discord, "twice", "Barbara") as (barbara,):
        await start(barbara, "Why twice?")
        asked = await barbara.told()
        button = next(part for part in _buttons(asked) if part["label"] == "Agree and start")
        await asyncio.gather(*(barbara.person.press(asked, button["custom_id"]) for _ in range(3)))
        await barbara.sees("Why twice?")
    assert len(await hosted.ledger.battles("Why twice?")) == 1


async def test_a_battle_of_concurred_stays_blind_and_has_our_vote_alone(
    hosted: Place, concurred: ScriptedConcurred
) -> None:
    concurred.events = [answer(MODELS[0], "So says one.", "https://one.example"), answer(MODELS[1], "So says other.")]
    concurred.go_on.set()
    async with members(hosted.discord, "side by side", "Ada", "Grace") as (ada, grace):
        await start(ada, "Who is right?", source="Concurred", model=MODELS[0], against=MODELS[1])
        assert "Concurred will read it" in text_of(await agree(ada))
        message = await ada.sees("Which answer is better?")
        shown = text_of(message)
        assert shown.index("So says one.") > 0 < shown.index("So says other.")
        before = len(hosted.discord.traffic.shown)
        # What members chose was typed by one of them; nothing says which side is which.
        for event in hosted.discord.traffic.shown[:before]:
            assert "https://one.example" not in repr(event)
            assert f"A was {MODELS[0]}" not in repr(event)
        menu = await grace.press("More", on=message)
        assert "Ask" not in labels(menu)
        assert "Battles of Concurred take no follow-up." in text_of(menu)
        await grace.press("Vote A", on=message)
        await ada.close_vote()
        revealed = await ada.sees("A wins")
        sides = [MODELS[0], MODELS[1]]
        assert any(f"🏆 A wins: {name}" in text_of(revealed) for name in sides)
        assert "Told" not in text_of(revealed), "the vote is ours alone"
        assert "Follow up" not in labels(revealed)
        page = text_of(await ada.press("Read A", on=revealed)) + text_of(await ada.press("Read B", on=revealed))
        assert "https://one.example" in page
        await ada.hears()
    (battle,) = await hosted.ledger.battles("Who is right?")
    assert battle.state is State.REVEALED
    assert battle.upstream_id == battle.id
    assert [asked["message"] for asked in concurred.asked] == ["Who is right?"]


async def test_drawn_models_of_concurred_are_named_nowhere_before_the_reveal(
    hosted: Place, concurred: ScriptedConcurred
) -> None:
    concurred.events, concurred.asked = None, []
    concurred.go_on.set()
    async with members(hosted.discord, "drawn", "Ada") as (ada,):
        sent, shown = len(hosted.discord.traffic.sent), len(hosted.discord.traffic.shown)
        await start(ada, "Who was drawn?", source="Concurred")
        if "Agree and start" in labels(await ada.told()):
            await agree(ada)
        await ada.sees("Which answer is better?")
        await ada.press("More")
        seen = repr(hosted.discord.traffic.sent[sent:]) + repr(hosted.discord.traffic.shown[shown:])
        assert not [model for model in MODELS if model in seen]


async def test_another_members_message_waits_for_its_author(hosted: Place) -> None:
    expected = "somebody asks whether somebody is right"
    upstream = hosted.arena.expect(expected)
    async with members(hosted.discord, "theirs", "Linus", "Grace", "Edsger") as (linus, grace, edsger):
        await battle_this(linus, grace, f"Grace asks whether <@{edsger.person.id}> is right")
        assert "Left: you" in text_of(await agree(linus))
        asked = await grace.sees("May this become a battle?")
        assert expected in text_of(asked)
        assert "Not yours to decide" in text_of(await edsger.press("Agree", on=asked))
        assert upstream.asked["create"] == 0
        await grace.push("Agree", on=asked)
        await linus.sees("Which answer is better?")
    (battle,) = await hosted.ledger.battles(expected)
    assert battle.starter_id == int(linus.person.id)


async def test_an_author_may_say_no(hosted: Place) -> None:
    async with members(hosted.discord, "no", "Linus", "Grace") as (linus, grace):
        await battle_this(linus, grace, "This is between us.")
        if "Agree and start" in labels(await linus.told() if linus.private else {"components": []}):
            await agree(linus)
        asked = await grace.sees("May this become a battle?")
        await grace.push("No", on=asked)
        await linus.sees("This does not become a battle.")
    assert await hosted.ledger.battles("This is between us.") == []


async def test_a_bots_message_is_nobodys_to_send_away(hosted: Place) -> None:
    async with members(hosted.discord, "of a bot", "Ada", "Grace") as (ada, grace):
        hosted.arena.expect("Who said this?")
        await start(ada, "Who said this?")
        if "Agree and start" in labels(await ada.told()):
            await agree(ada)
        theirs = await grace.sees("Which answer is better?")
        grace.private = None
        await grace.person.run("Battle this", channel=grace.channel.name, target_id=theirs["id"])
        assert "nobody can agree for it" in text_of(await grace.told())


async def test_sources_models_and_locales_are_suggested_while_somebody_types(hosted: Place, at_home: Place) -> None:
    async with members(hosted.discord, "typing", "Edsger") as (edsger,):
        offered = await edsger.suggested("battle", "start", "source")
        assert [choice["value"] for choice in offered] == ["ModelChorus", "Concurred"]
        left = int(offered[0]["name"].removeprefix("ModelChorus · ").removesuffix(" left for you"))
        assert 0 < left <= 100, "the least of what is left: here the key's, of which others have taken"
        assert await edsger.suggested("battle", "start", "source", "CONC") == offered[1:]
        for option, other in (("model", "against"), ("against", "model")):
            filled = {"source": "Concurred", other: MODELS[0]}
            found = [each["value"] for each in await edsger.suggested("battle", "start", option, **filled)]
            assert found == [*MODELS[1:]], "nobody meets themselves"
        assert await edsger.suggested("battle", "start", "model", source="ModelChorus") == []
    async with members(at_home.discord, "typing", "Ada") as (ada,):
        home = {"source": "the house arena"}
        assert "baseline-echo" in {each["value"] for each in await ada.suggested("battle", "start", "model", **home)}
        assert await ada.suggested("battle", "start", "locale", "zz", **home) == []
        sources = [each["value"] for each in await ada.suggested("manage", "sources", "source", "HOUSE")]
        assert sources == ["the house arena"]


async def test_what_a_source_cannot_do_is_refused_with_the_question_given_back(hosted: Place) -> None:
    async with members(hosted.discord, "cannot", "Ada") as (ada,):
        for options, told in (
            ({"source": "Concurred", "modality": "image"}, "Not this kind of battle"),
            ({"source": "Concurred", "model": "unheard-of"}, "No such model"),
            ({"source": "ModelChorus", "model": MODELS[0]}, "No such model"),
            ({"source": "the moon"}, "Not from there"),
            ({"locale": "not a locale"}, "That is no locale"),
        ):
            await start(ada, "Keep this.", **options)
            said = text_of(await ada.told())
            assert told in said
            assert "```\nKeep this.\n```" in said
        await start(ada, "x" * 2001, source="Concurred")
        assert "2,001 characters; the limit is 2,000." in text_of(await ada.told())


async def test_what_stays_on_the_machine_is_started_at_once(at_home: Place) -> None:
    async with members(at_home.discord, "local", "Ada", "Grace") as (ada, grace):
        await start(ada, "At home?", source="the house arena", locale="pt_br", model="baseline-echo")
        await ada.sees("At home?")
        await battle_this(grace, ada, "Does Ada stay here?")
        await grace.sees("Does somebody stay here?")
    (chosen,) = await at_home.ledger.battles("At home?")
    assert (chosen.source, chosen.locale, chosen.models) == ("the house arena", "pt-BR", frozenset({"baseline-echo"}))
    (battle,) = await at_home.ledger.battles("Does somebody stay here?")
    assert battle.source == "the house arena"
    assert battle.modality is Modality.TEXT


async def test_a_server_keeps_its_questions_away_from_hosted_services(at_home: Place) -> None:
    await at_home.settings.save(at_home.guild_id, replace(ROOMY, hosted_allowed=False, locale="fr"))
    try:
        async with members(at_home.discord, "kept", "Ada") as (ada,):
            await start(ada, "Not away?", source="ModelChorus")
            assert "keeps its questions away from hosted services" in text_of(await ada.told())
            await start(ada, "Pourquoi ?")
            await ada.sees("Pourquoi ?")
    finally:
        await at_home.settings.save(at_home.guild_id, ROOMY)
    (battle,) = await at_home.ledger.battles("Pourquoi ?")
    assert (battle.source, battle.locale) == ("the house arena", "fr")


async def test_a_suggestion_starts_a_battle(at_home: Place) -> None:
    async with members(at_home.discord, "ideas", "Grace") as (grace,):
        grace.private = None
        await grace.person.run("suggest", {"name": "locale", "value": "de"}, channel="ideas")
        page = await grace.told()
        assert "Left: you" in text_of(page)
        assert "It stays on the machine that the bot runs on." in text_of(page)
        await grace.push("Start", on=page)
        await grace.sees("Blind battle")


async def test_of_several_presses_on_try_again_one_starts_it(at_home: Place) -> None:
    upstream = at_home.arena.expect("Once more?", Script(creations=[refuses("INTERNAL_ERROR")]))
    async with members(at_home.discord, "again", "Ada") as (ada,):
        await start(ada, "Once more?", source="ModelChorus")
        await agree(ada)
        failed = await ada.sees("No clear answer came")
        again = next(part for part in _buttons(failed) if part["label"] == "Try again")
        await asyncio.gather(*(ada.person.press(failed, again["custom_id"]) for _ in range(3)))
        await ada.sees("Which answer is better?")
        assert "Somebody was faster" in text_of(await ada.press("Try again", on=failed))
    assert upstream.asked["create"] == 2
    assert len(await at_home.ledger.battles("Once more?")) == 2


def _buttons(message: Json) -> list[Json]:
    return [part for part in _parts(message) if part["type"] == 2]


def _parts(part: Json) -> list[Json]:
    inner: list[Json] = list(part.get("components", ()))
    return [*inner, *(found for child in inner for found in _parts(child))]
