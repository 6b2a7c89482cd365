"""Questions with an image, over HTTP from end to end: models that see are shown it, the others read a description."""

import asyncio
import base64
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from structlog.testing import capture_logs

from arena.clients.opening import open_concurred
from arena.engine.outside import Outside
from arena.engine.values import Api
from arena.providers import OpenAICompatible, open_fetcher
from arena.wire.concurred import BattleRequest, FightRequest, SessionStart
from bot.house import in_process_key
from tests.arena.api.concurred import SEEING, card, house
from tests.arena.api.served import error_of, served
from tests.arena.engine.contestants import Quick
from tests.arena.providers.foreign import ForeignEndpoint, Play, delta
from tests.support.openai_endpoint import Asked, Calls
from tests.support.serving import serve

QUESTION = "Which colour is it?"
DESCRIPTION = "A square, all of it grey."
CARDS = [card("opal", input_modalities=SEEING), card("blind-basalt"), card("blind-flint")]


@dataclass
class Shelf:
    """Keeps pictures, and things that are none."""

    fetched: int = 0
    url: str = ""
    app: Starlette = field(init=False)

    def __post_init__(self) -> None:
        routes = [Route("/grey.png", self._picture), Route("/page", self._page), Route("/broken.png", self._broken)]
        self.app = Starlette(routes=[*routes, Route("/to/{where:path}", self._elsewhere)])

    async def _picture(self, _request: Request) -> Response:
        self.fetched += 1
        out, text = io.BytesIO(), PngInfo()
        text.add_text("Comment", "taken at home")
        Image.new("RGB", (3000, 1500), "gray").save(out, "PNG", pnginfo=text)
        return Response(out.getvalue(), media_type="image/png")

    async def _page(self, _request: Request) -> Response:
        return Response("<h1>grey</h1>", media_type="text/html")

    async def _broken(self, _request: Request) -> Response:
        return Response(b"\x89PNG grey", media_type="image/png")

    async def _elsewhere(self, request: Request) -> Response:
        return RedirectResponse(request.path_params["where"])


@pytest.fixture
async def shelf() -> AsyncIterator[Shelf]:
    shelf = Shelf()
    async with serve(shelf.app) as shelf.url:
        yield shelf


@pytest.fixture
async def outside(shelf: Shelf) -> AsyncIterator[Outside]:
    async with open_fetcher(own=[shelf.url]) as pictures:
        yield Outside(pictures=pictures)


def looking(asked: Asked) -> str | Calls:
    """Says what it sees, and describes it where it is asked to."""
    if asked.describing:
        return f" {DESCRIPTION}\n"
    if asked.judging:
        return "A"
    return f"I see {asked.images[0].getpixel((5, 5))}." if asked.images else "I was told."


async def test_in_a_fight_seeing_models_get_the_image_and_the_others_one_description_of_it(
    tmp_path: Path, shelf: Shelf, outside: Outside
) -> None:
    async with house(tmp_path, looking, CARDS, outside=outside) as arena:
        events = await arena.fight(message=QUESTION, image_url=f"{shelf.url}/grey.png", rounds=2)
        seeing, blind = arena.asked("opal"), [*arena.asked("blind-basalt"), *arena.asked("blind-flint")]
        describing = [asked for asked in arena.endpoint.asked if asked.describing]
        judging = [asked for asked in arena.endpoint.asked if asked.judging]

    start, *_, end = events
    assert (start["type"], end["type"]) == ("session_start", "session_complete")
    assert start["imageDescription"] == {"by": "opal", "text": DESCRIPTION, "agents": ["blind-basalt", "blind-flint"]}
    assert not [event for event in events if event["type"] == "error"]

    assert (len(seeing), len(blind)) == (2, 4)
    for asked in (*describing, *seeing):
        (image,) = asked.images
        assert (image.format, image.size) == ("JPEG", (1536, 768))
        assert b"taken at home" not in asked.body["messages"][-1]["content"][1]["image_url"]["url"].encode()
    assert all("described" not in asked.question and QUESTION in asked.question for asked in seeing)
    assert all(DESCRIPTION in asked.question and "cannot see" in asked.question for asked in blind)
    assert (len(describing), shelf.fetched) == (1, 1)
    assert all(bool(asked.images) == (asked.model == "opal") for asked in judging)
    assert all(DESCRIPTION in asked.question for asked in judging if not asked.images)


async def test_where_all_see_nothing_is_described(tmp_path: Path, shelf: Shelf, outside: Outside) -> None:
    cards = [card("opal", input_modalities=SEEING), card("jade", input_modalities=SEEING), card("blind-flint")]
    async with house(tmp_path, looking, cards, outside=outside) as arena:
        events = await arena.fight(message=QUESTION, image_url=f"{shelf.url}/grey.png", models=["opal", "jade"])
        assert not [asked for asked in arena.endpoint.asked if asked.describing]
    assert "imageDescription" not in events[0]
    (voting,) = [event for event in events if event["type"] == "voting_start"]
    assert voting["judges"] == ["opal", "jade"]  # the bystander cannot know what the answers are about


async def test_the_bots_own_client_reads_who_was_told_what(tmp_path: Path, shelf: Shelf, outside: Outside) -> None:
    image = f"{shelf.url}/grey.png"
    async with (
        house(tmp_path, looking, CARDS, outside=outside) as arena,
        open_concurred(str(arena.arena.http.base_url), SecretStr(arena.key)) as client,
    ):
        names = ["opal", "blind-flint"]
        battle = await client.battle(BattleRequest(message=QUESTION, models=names, image_url=image))
        events = [event async for event in client.stream_fight(FightRequest(message=QUESTION, image_url=image))]
    assert battle.image_description is not None
    assert battle.image_description.agents == ["blind-flint"]
    assert [answer.message for answer in battle.responses] == ["I see (128, 128, 128).", "I was told."]
    assert isinstance(events[0], SessionStart)
    assert events[0].image_description is not None
    assert events[0].image_description.text == DESCRIPTION


UNUSABLE = {
    "{shelf}/nothing": "HTTP 404",
    "{shelf}/page": "no picture by its type",
    "{shelf}/broken.png": "no picture",
    "{shelf}/to/http://169.254.169.254/latest/meta-data": "not a public one",
    "{shelf}/to/http://127.0.0.1:1/x": "not a public one",
    "http://127.0.0.1:1/x": "not a public one",
    "http://localhost/x": "not a public one",
    "http://10.0.0.1/x": "not a public one",
    "http://[::1]/x": "not a public one",
}


async def test_an_image_that_cannot_be_had_is_refused_before_anybody_is_asked(
    tmp_path: Path, shelf: Shelf, outside: Outside
) -> None:
    async with house(tmp_path, looking, CARDS, outside=outside) as arena:
        for path in ("/api/v1/fight", "/api/v1/battle"):
            for address, why in UNUSABLE.items():
                url = address.format(shelf=shelf.url)
                answer = await arena.post(path, message=QUESTION, models=["opal", "blind-flint"], image_url=url)
                assert error_of(answer) == (400, "BAD_REQUEST")
                assert why in answer.json()["error"]["message"], address
        assert not arena.endpoint.asked


async def test_where_no_model_sees_an_image_is_refused(tmp_path: Path, shelf: Shelf, outside: Outside) -> None:
    async with house(tmp_path, looking, CARDS[1:], outside=outside) as arena:
        answer = await arena.post("/api/v1/fight", message=QUESTION, image_url=f"{shelf.url}/grey.png")
        assert error_of(answer) == (400, "BAD_REQUEST")
        assert "ask without image_url" in answer.json()["error"]["message"]
        assert not arena.endpoint.asked
    assert shelf.fetched == 0


async def test_where_nobody_can_describe_it_to_the_blind_the_models_are_unavailable(
    tmp_path: Path, shelf: Shelf, outside: Outside
) -> None:
    def mute(asked: Asked) -> str | Calls:
        return "" if asked.describing else looking(asked)

    async with house(tmp_path, mute, CARDS, outside=outside) as arena:
        answer = await arena.post("/api/v1/fight", message=QUESTION, image_url=f"{shelf.url}/grey.png")
        assert error_of(answer) == (503, "MODEL_UNAVAILABLE")
        assert not arena.asked("opal")


def part(url: str) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url, "detail": "low"}}


async def test_a_completion_shows_images_by_address_or_inside_to_models_that_see_and_describes_them_to_others(
    tmp_path: Path, shelf: Shelf, outside: Outside
) -> None:
    out = io.BytesIO()
    Image.effect_noise((1200, 1200), 60).save(out, "PNG")  # over a megabyte: images inside a request are large
    inside = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    content = [{"type": "text", "text": QUESTION}, part(f"{shelf.url}/grey.png"), part(inside)]
    async with house(tmp_path, looking, CARDS, outside=outside) as arena:
        for model in ("opal", "blind-flint"):
            messages = [{"role": "user", "content": content}]
            answer = await arena.post("/api/v1/chat/completions", model=model, messages=messages)
            assert answer.status_code == 200, answer.text
        (seeing,), (blind,) = arena.asked("opal"), arena.asked("blind-flint")
    assert [image.size for image in seeing.images] == [(1536, 768), (1200, 1200)]
    assert seeing.question == QUESTION
    assert blind.question.count(DESCRIPTION) == 2
    assert blind.question.endswith(QUESTION)


async def test_the_older_chat_shows_its_image_too(tmp_path: Path, shelf: Shelf, outside: Outside) -> None:
    async with house(tmp_path, looking, CARDS, outside=outside) as arena:
        for model in ("opal", "blind-flint"):
            body = {"mode": "chat", "message": QUESTION, "image_url": f"{shelf.url}/grey.png", "stream": False}
            answer = await arena.post("/api/chat", model=model, **body)
            assert answer.status_code == 200, answer.text
        (seeing,), (blind,) = arena.asked("opal"), arena.asked("blind-flint")
    assert len(seeing.images) == 1
    assert DESCRIPTION in blind.question


async def test_a_completion_with_an_image_that_cannot_be_had_is_refused(tmp_path: Path, outside: Outside) -> None:
    async with house(tmp_path, looking, CARDS, outside=outside) as arena:
        for url in ("http://10.0.0.1/x", "data:image/png;base64,?", "data:image/png;base64,YQ==", "nothing"):
            messages = [{"role": "user", "content": [{"type": "text", "text": QUESTION}, part(url)]}]
            answer = await arena.post("/api/v1/chat/completions", model="opal", messages=messages)
            assert error_of(answer) == (400, "BAD_REQUEST"), url
        assert not arena.endpoint.asked


async def test_who_hangs_up_while_an_image_is_described_stops_the_model(
    tmp_path: Path, shelf: Shelf, outside: Outside
) -> None:
    describing = Play([delta("A square, all of")], then="hang")
    async with (
        serve(ForeignEndpoint(describing).app) as url,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        opal = OpenAICompatible(CARDS[0], client=client, base_url=f"{url}/v1", model="opal")
        async with served(tmp_path / "a.db", opal, Quick("basalt"), outside=outside) as arena:
            key = {"X-API-Key": await in_process_key(arena.database, Api.CONCURRED, clock=arena.clock.now)}
            body = {"message": QUESTION, "image_url": f"{shelf.url}/grey.png"}
            with capture_logs() as logs:
                waiting = asyncio.create_task(arena.http.post("/api/v1/fight", json=body, headers=key, timeout=30))
                await asyncio.wait_for(describing.began.wait(), 10)
                waiting.cancel()
                await asyncio.wait_for(describing.client_left.wait(), 10)
    assert not [entry for entry in logs if entry["log_level"] == "error"]
