"""Concurred as a source of fights: what is asked, which models can fight, and what each fault becomes."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from pydantic import SecretStr

from arena.clients import open_concurred
from arena.wire.concurred import Event, FightStyle, HistoryMessage
from bot.fights import FIGHTERS_KEPT, ConcurredSource
from community.consent import Destination
from community.errors import SourceCut, SourceDeclined, SourceError, SourceKeyRefused, SourceUnanswered
from community.fights import Terms
from tests.support.clock import EagerClock
from tests.support.fights import STREAMS, read
from tests.support.scripted_concurred import KEY
from tests.support.scripted_fights import ScriptedFights, served


@asynccontextmanager
async def source_of(server: ScriptedFights, *, key: str = KEY) -> AsyncIterator[tuple[ConcurredSource, EagerClock]]:
    clock = EagerClock()
    async with served(server) as url, open_concurred(url, SecretStr(key)) as client:
        yield (
            ConcurredSource(
                client, name="Concurred", destination=Destination.SERVICE, fights_per_day=None, clock=clock
            ),
            clock,
        )


async def gathered(source: ConcurredSource, question: str, terms: Terms) -> tuple[list[Event], SourceError | None]:
    came: list[Event] = []
    try:
        async with aclosing(source.fight(question, terms)) as events:
            async for event in events:
                came.append(event)  # noqa: PERF401 - what came before an error is the point
    except SourceError as error:
        return came, error
    return came, None


async def test_a_fight_is_asked_for_as_it_was_chosen_and_nothing_more() -> None:
    server = ScriptedFights()
    plain, chosen = server.expect("Why?", STREAMS["tie"]), server.expect("Which?", STREAMS["tie"])
    history = (HistoryMessage(role="user", content="Before?"),)
    async with source_of(server) as (source, _):
        assert await gathered(source, "Why?", Terms()) == (read(STREAMS["tie"]), None)
        terms = Terms(
            multiplied="gpt", rounds=3, style=FightStyle.BLITZ, image_url="https://a.b/c.png", history=history
        )
        await gathered(source, "Which?", terms)
    assert plain.asked == [{"message": "Why?", "rounds": 1, "fightStyle": "brawl", "stream": True}]
    assert chosen.asked == [
        {
            "message": "Which?",
            "agentMode": "multiple-gpt",
            "rounds": 3,
            "fightStyle": "blitz",
            "image_url": "https://a.b/c.png",
            "messages": [{"role": "user", "content": "Before?"}],
            "stream": True,
        }
    ]


async def test_faults_are_told_apart_by_when_and_why() -> None:
    server = ScriptedFights()
    server.expect("Bad?", refusal="INVALID_MODEL")
    server.expect("Nothing?").breaks()
    server.expect("Half?", STREAMS["tie"][:4]).breaks()
    async with source_of(server) as (source, _):
        came, declined = await gathered(source, "Bad?", Terms())
        assert (came, type(declined)) == ([], SourceDeclined)
        assert isinstance(declined, SourceDeclined)
        assert declined.reason == "That cannot be."
        came, unanswered = await gathered(source, "Nothing?", Terms())
        assert (came, type(unanswered)) == ([], SourceUnanswered)
        came, cut = await gathered(source, "Half?", Terms())
        assert (came, type(cut)) == (read(STREAMS["tie"][:4]), SourceCut)
    async with source_of(ScriptedFights(), key="ck_wrong") as (source, _):
        assert isinstance((await gathered(source, "Why?", Terms()))[1], SourceKeyRefused)


async def test_fighters_have_names_and_are_asked_for_anew_when_they_are_old() -> None:
    server = ScriptedFights()
    async with source_of(server) as (source, clock):
        assert await source.fighters() == {"claude": "Claude", "gpt": "GPT", "gemini": "Gemini", "mistral": "Mistral"}
        server.listed = [{"id": "own-model", "name": "Own model"}, {"id": "painter", "outputModalities": ["image"]}]
        assert "gpt" in await source.fighters()
        clock.advance(FIGHTERS_KEPT.total_seconds())
        assert await source.fighters() == {"own-model": "Own model"}
        server.listed = None
        clock.advance(FIGHTERS_KEPT.total_seconds())
        assert await source.fighters() == {"own-model": "Own model"}


async def test_where_nobody_can_be_asked_there_are_no_names() -> None:
    server = ScriptedFights()
    server.listed = None
    async with source_of(server) as (source, _):
        assert await source.fighters() == {}
