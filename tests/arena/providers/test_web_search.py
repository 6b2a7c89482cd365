"""How the web is searched through Exa and SearXNG."""

from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from arena.providers import web_search
from arena.providers.web_search import RESULTS, TEXT_CHARACTERS, Exa, SearXNG, open_search
from arena.wire import SearchFailed, Source
from tests.arena.providers.foreign import Play
from tests.support.serving import serve
from tests.support.web_searches import EXA_KEY, ExaDouble, SearXNGDouble, exa_page, searxng_result

KEY = SecretStr(EXA_KEY)


async def test_exa_gives_the_pages_with_their_text_and_date(client: httpx.AsyncClient) -> None:
    bare = exa_page(2, title=None, publishedDate=None, text=None, score=0.5)
    double = ExaDouble(exa_page(1, "One\n\n  two."), bare)
    async with serve(double.app) as url:
        found = await Exa(client, key=KEY, url=url).search("S&P 500 today")
    assert double.queries == ["S&P 500 today"]
    assert found == [
        Source(url="https://pages.example/1", title="Page 1", text="One two.", published="2026-02-09T00:00:00.000Z"),
        Source(url="https://pages.example/2", score=0.5),
    ]


async def test_searxng_gives_the_results_with_their_excerpts(client: httpx.AsyncClient) -> None:
    double = SearXNGDouble(searxng_result(1), searxng_result(2, publishedDate="2026-02-09T00:00:00"))
    async with serve(double.app) as url:
        found = await SearXNG(client, url=f"{url}/").search("a & b?")
    assert double.queries == ["a & b?"]
    assert found == [
        Source(url="https://pages.example/1", title="Page 1", text="An excerpt.", score=1.0),
        Source(
            url="https://pages.example/2",
            title="Page 2",
            text="An excerpt.",
            published="2026-02-09T00:00:00",
            score=0.5,
        ),
    ]


async def test_nobody_reads_more_than_five_results_or_1500_characters_of_one(client: httpx.AsyncClient) -> None:
    exa = ExaDouble(*(exa_page(number, "x" * 9_000) for number in range(1, 9)))
    searxng = SearXNGDouble(*(searxng_result(number, "x" * 9_000) for number in range(1, 40)))
    async with serve(exa.app) as exa_url, serve(searxng.app) as searxng_url:
        for search in (Exa(client, key=KEY, url=exa_url), SearXNG(client, url=searxng_url)):
            found = await search.search("x")
            assert (len(found), len(found[0].text)) == (RESULTS, TEXT_CHARACTERS)


async def test_nothing_found_is_no_failure(client: httpx.AsyncClient) -> None:
    async with serve(SearXNGDouble().app) as url:
        assert await SearXNG(client, url=url).search("x") == []


async def test_a_searxng_whose_engines_all_failed_found_out_nothing(client: httpx.AsyncClient) -> None:
    async with serve(SearXNGDouble(down=["google", "bing"]).app) as url:
        with pytest.raises(SearchFailed, match="no engine answered"):
            await SearXNG(client, url=url).search("x")


async def test_a_searxng_without_json_refuses(client: httpx.AsyncClient) -> None:
    async with serve(SearXNGDouble(json_allowed=False).app) as url:
        with pytest.raises(SearchFailed, match="HTTP 403"):
            await SearXNG(client, url=url).search("x")


@pytest.mark.parametrize(("key", "status"), [("another", 401), (EXA_KEY, 429), (EXA_KEY, 500)])
async def test_exas_refusals_are_failures_that_never_tell_the_key(
    client: httpx.AsyncClient, key: str, status: int
) -> None:
    async with serve(ExaDouble(failing=status).app) as url:
        with pytest.raises(SearchFailed, match=f"HTTP {status}") as raised:
            await Exa(client, key=SecretStr(key), url=url).search("x")
    assert EXA_KEY not in str(raised.value)


def _answering_with(response: Response) -> Starlette:
    async def answer(_request: Request) -> Response:
        return response

    return Starlette(routes=[Route("/search", answer)])


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"content": "<html>"}, "malformed"),
        ({"content": '{"results": [{"title": "no address"}]}'}, "malformed"),
        ({"content": b"x" * (2 * 1024 * 1024 + 1)}, "too large"),
        ({"status_code": 302, "headers": {"location": "http://169.254.169.254/"}}, "HTTP 302"),
    ],
    ids=["no JSON", "a field missing", "too large", "a redirect"],
)
async def test_what_cannot_be_read_is_a_failure(client: httpx.AsyncClient, how: dict[str, Any], why: str) -> None:
    async with serve(_answering_with(Response(**how))) as url:
        with pytest.raises(SearchFailed, match=why):
            await SearXNG(client, url=url).search("x")


async def test_a_search_that_takes_too_long_is_given_up(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_search, "_SECONDS", 0.2)
    async with serve(_answering_with(Play([b" "], then="hang"))) as url:
        with pytest.raises(SearchFailed, match=r"within 0\.2 s"):
            await SearXNG(client, url=url).search("x")


async def test_nobody_at_the_address_is_a_failure_that_tells_no_query(client: httpx.AsyncClient) -> None:
    with pytest.raises(SearchFailed) as raised:
        await SearXNG(client, url="http://127.0.0.1:1").search("a private question")
    assert "private" not in str(raised.value)


@pytest.mark.parametrize(
    ("exa", "searxng", "kind"),
    [
        (KEY, "http://127.0.0.1:1", Exa),
        (KEY, None, Exa),
        (None, "http://127.0.0.1:1", SearXNG),
        (None, None, type(None)),
    ],
)
async def test_exa_goes_before_searxng_and_without_either_there_is_no_search(
    exa: SecretStr | None, searxng: str | None, kind: type
) -> None:
    async with open_search(exa_key=exa, searxng_url=searxng) as search:
        assert type(search) is kind
