"""What the house arena may reach beside its models, by the settings."""

import pytest
from pydantic import SecretStr, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from structlog.testing import capture_logs

from arena.providers import Exa, SearXNG
from arena.wire import PictureUnusable
from bot.outside import open_outside
from bot.settings import Settings
from tests.support.serving import serve


@pytest.mark.parametrize(
    ("settings", "kind", "event"),
    [
        (Settings(), None, "search.off"),
        (Settings(exa_api_key=SecretStr("exa-0")), Exa, "search.on"),
        (Settings(searxng_url="http://127.0.0.1:8080"), SearXNG, "search.on"),
        (Settings(exa_api_key=SecretStr("exa-0"), searxng_url="http://127.0.0.1:8080"), Exa, "search.on"),
    ],
)
async def test_the_log_says_whether_models_can_search(settings: Settings, kind: type | None, event: str) -> None:
    with capture_logs() as logs:
        async with open_outside(settings) as outside:
            assert outside.search is None if kind is None else isinstance(outside.search, kind)
    assert [entry["event"] for entry in logs] == [event]
    assert "exa-0" not in str(logs)


@pytest.mark.parametrize("key", ["two words", "schlüssel", "line\nbreak"])
def test_a_key_that_no_header_can_carry_is_said_as_a_setting(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("EXA_API_KEY", key)
    with pytest.raises(ValidationError, match="must be one word of ordinary letters") as refused:
        Settings.load()
    assert [problem["loc"] for problem in refused.value.errors()] == [("exa_api_key",)]


async def test_attachments_of_a_discord_on_this_machine_may_be_fetched_and_nothing_else_here() -> None:
    async def attachment(_request: Request) -> Response:
        return Response(b"a picture", media_type="image/png")

    app = Starlette(routes=[Route("/attachments/x.png", attachment)])
    async with serve(app) as discord, serve(app) as elsewhere:
        settings = Settings(discord_api_url=f"{discord}/api/v10", discord_gateway_url="ws://127.0.0.1:1")
        async with open_outside(settings) as outside:
            assert outside.pictures is not None
            assert await outside.pictures.fetch(f"{discord}/attachments/x.png") == b"a picture"
            with pytest.raises(PictureUnusable):
                await outside.pictures.fetch(f"{elsewhere}/attachments/x.png")
        async with open_outside(Settings()) as outside:
            assert outside.pictures is not None
            with pytest.raises(PictureUnusable):
                await outside.pictures.fetch(f"{discord}/attachments/x.png")


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://127.0.0.1", "http://", "searx"])
def test_an_address_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValidationError, match="must be an address such as"):
        Settings(searxng_url=url)
