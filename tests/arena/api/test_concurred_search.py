"""Models search the web while they fight, over HTTP from end to end: arena, endpoint and search are real servers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from arena.engine.outside import Outside
from arena.providers import Exa, SearXNG
from tests.arena.api.concurred import card, house
from tests.arena.providers.foreign import Play
from tests.support.openai_endpoint import Asked, Calls
from tests.support.serving import serve
from tests.support.web_searches import EXA_KEY, ExaDouble, SearXNGDouble, exa_page, searxng_result

QUESTION = "What is the S&P 500 at?"
CARDS = [card("opal", calls_tools=True), card("basalt"), card("jade", calls_tools=True)]
PAGE = exa_page(1, "It closed at 7,000 points.", score=0.95)
CITATION = {
    "url": "https://pages.example/1",
    "title": "Page 1",
    "snippet": "It closed at 7,000 points.",
    "publishedDate": "2026-02-09T00:00:00.000Z",
    "score": 0.95,
}


def curious(asked: Asked) -> str | Calls:
    """Opal searches once where it may; the others know everything."""
    if asked.judging:
        return "A"
    if asked.model == "opal" and asked.may_search and not asked.results:
        return Calls((f"price of {asked.question[:20]}",))
    return f"{asked.model} answers" + (" with what it read" if asked.results else "")


@pytest.fixture
async def exa() -> AsyncIterator[tuple[ExaDouble, Outside]]:
    double = ExaDouble(PAGE)
    async with serve(double.app) as url, httpx.AsyncClient(trust_env=False) as client:
        yield double, Outside(search=Exa(client, key=SecretStr(EXA_KEY), url=url))


def of(events: list[dict[str, Any]], agent: str) -> list[dict[str, Any]]:
    return [event for event in events if event.get("agent") == agent]


async def test_a_fight_tells_a_search_in_the_documented_order_and_cites_what_was_found(
    tmp_path: Path, exa: tuple[ExaDouble, Outside]
) -> None:
    double, outside = exa
    async with house(tmp_path, curious, CARDS, outside=outside) as arena:
        events = await arena.fight(message=QUESTION, models="opal,basalt,jade")
        first, second = arena.asked("opal")

    now = int(arena.arena.clock.now().timestamp())
    assert of(events, "opal") == [
        {"type": "agent_start", "agent": "opal", "model": "opal"},
        {"type": "search_start", "agent": "opal", "query": "price of What is the S&P 500", "timestamp": now},
        {"type": "search_content", "agent": "opal", "delta": "It closed at 7,000 points.", "timestamp": now},
        {"type": "search_complete", "agent": "opal", "citations": [CITATION], "timestamp": now},
        {
            "type": "agent_complete",
            "agent": "opal",
            "message": "opal answers with what it read",
            "citations": [CITATION],
        },
    ]
    assert of(events, "jade")[-1] == {"type": "agent_complete", "agent": "jade", "message": "jade answers"}
    assert [event["type"] for event in events[:2]] == ["session_start", "round_start"]
    assert events[-1]["type"] == "session_complete"
    assert double.queries == ["price of What is the S&P 500"]
    assert first.may_search
    assert "It closed at 7,000 points." in second.results[0]


async def test_only_models_that_call_tools_are_offered_the_search_and_no_judge_is(
    tmp_path: Path, exa: tuple[ExaDouble, Outside]
) -> None:
    async with house(tmp_path, curious, CARDS, outside=exa[1]) as arena:
        await arena.fight(message=QUESTION)
        assert all(not asked.body.get("tools") for asked in arena.asked("basalt"))
        assert all(asked.may_search for asked in arena.asked("jade"))
        judging = [asked for asked in arena.endpoint.asked if asked.judging]
    assert judging
    assert not any(asked.may_search for asked in judging)


async def test_without_a_configured_search_nothing_is_offered_and_nothing_is_told(tmp_path: Path) -> None:
    async with house(tmp_path, curious, CARDS) as arena:
        events = await arena.fight(message=QUESTION)
        assert not any(asked.may_search for asked in arena.endpoint.asked)
    assert not any(event["type"].startswith("search") or "citations" in event for event in events)
    assert of(events, "opal")[-1]["message"] == "opal answers"


async def test_a_search_that_fails_is_told_to_the_model_and_stops_nothing(
    tmp_path: Path, exa: tuple[ExaDouble, Outside]
) -> None:
    double, outside = exa
    double.failing = 500
    async with house(tmp_path, curious, CARDS, outside=outside) as arena:
        events = await arena.fight(message=QUESTION)
        result = arena.asked("opal")[1].results[0]
    assert "failed" in result
    assert EXA_KEY not in result
    *_, complete, answer = of(events, "opal")
    assert (complete["type"], complete["citations"]) == ("search_complete", [])
    assert (answer["type"], "citations" in answer) == ("agent_complete", False)


async def test_in_a_blitz_all_search_at_once_and_each_agents_events_stay_in_order(
    tmp_path: Path, exa: tuple[ExaDouble, Outside]
) -> None:
    def all_curious(asked: Asked) -> str | Calls:
        if asked.judging:
            return "B"
        return "Done." if asked.results else Calls((f"{asked.model} 1", f"{asked.model} 2"))

    double, outside = exa
    cards = [card(slug, calls_tools=True) for slug in ("opal", "jade", "onyx")]
    async with house(tmp_path, all_curious, cards, outside=outside) as arena:
        events = await arena.fight(message=QUESTION, fightStyle="blitz")
    for slug in ("opal", "jade", "onyx"):
        search = ["search_start", "search_content", "search_complete"]
        assert [event["type"] for event in of(events, slug)] == ["agent_start", *search, *search, "agent_complete"]
        assert of(events, slug)[-1]["citations"] == [CITATION]
    assert len(double.queries) == 6


async def test_four_of_one_model_search_each_for_itself(tmp_path: Path, exa: tuple[ExaDouble, Outside]) -> None:
    double, outside = exa
    async with house(tmp_path, curious, CARDS, outside=outside) as arena:
        events = await arena.fight(message=QUESTION, agentMode="multiple-opal")
    started = [event["agent"] for event in events if event["type"] == "search_start"]
    assert started == ["opal-1", "opal-2", "opal-3", "opal-4"]
    assert len(double.queries) == 4


@pytest.mark.parametrize("double", [SearXNGDouble(searxng_result(1, "It closed at 7,000 points."))])
async def test_a_battle_in_one_piece_cites_what_searxng_found(tmp_path: Path, double: SearXNGDouble) -> None:
    async with serve(double.app) as url, httpx.AsyncClient(trust_env=False) as client:
        outside = Outside(search=SearXNG(client, url=url))
        async with house(tmp_path, curious, CARDS, outside=outside) as arena:
            answer = await arena.post("/api/v1/battle", message=QUESTION, models=["opal", "jade"], stream=False)
    assert answer.status_code == 200
    assert answer.json()["responses"] == [
        {
            "agent": "opal",
            "model": "opal",
            "message": "opal answers with what it read",
            "citations": [
                {
                    "url": "https://pages.example/1",
                    "title": "Page 1",
                    "snippet": "It closed at 7,000 points.",
                    "score": 1.0,
                }
            ],
        },
        {"agent": "jade", "model": "jade", "message": "jade answers"},
    ]


async def test_who_hangs_up_while_a_model_searches_stops_the_search(tmp_path: Path) -> None:
    searching = Play(then="hang", content_type="application/json")

    async def search(_request: Request) -> Response:
        return searching

    app = Starlette(routes=[Route("/search", search, methods=["POST"])])
    async with serve(app) as url, httpx.AsyncClient(trust_env=False) as client:
        outside = Outside(search=Exa(client, key=SecretStr(EXA_KEY), url=url))
        async with house(tmp_path, curious, CARDS, outside=outside) as arena:
            body, key = {"message": QUESTION}, {"X-API-Key": arena.key}
            async with arena.arena.http.stream("POST", "/api/v1/fight", json=body, headers=key) as answer:
                async for line in answer.aiter_lines():
                    if "search_start" in line:
                        break
            await asyncio.wait_for(searching.client_left.wait(), 5)
