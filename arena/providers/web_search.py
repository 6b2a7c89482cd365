"""Searches the web through Exa or a SearXNG instance."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final, TypeVar

import httpx
from pydantic import BaseModel, Field, SecretStr, ValidationError

from arena.providers.bounded import TooLarge, read_within
from arena.providers.failures import redact
from arena.providers.openai_compatible import usable_key
from arena.providers.trust import trust
from arena.wire import SearchFailed, Source, WebSearch

RESULTS: Final = 5
TEXT_CHARACTERS: Final = 1_500
"""Of one page. Five such texts are about 2,000 tokens, which a conversation can bear three times."""
_EXA: Final = "https://api.exa.ai"
_MAX_BODY: Final = 2 * 1024 * 1024
"""SearXNG sends every result that its engines found, mostly some dozen."""
_SECONDS: Final = 15.0
"""For a whole search: Exa takes about one second, SearXNG waits for its slowest engine."""

Answer = TypeVar("Answer", bound=BaseModel)


@asynccontextmanager
async def open_search(*, exa_key: SecretStr | None, searxng_url: str | None) -> AsyncIterator[WebSearch | None]:
    """The search that is configured, with connections of its own; Exa where both are, and None where neither is."""
    async with httpx.AsyncClient(verify=trust()) as client:
        if exa_key is not None:
            yield Exa(client, key=exa_key)
        elif searxng_url is not None:
            yield SearXNG(client, url=searxng_url)
        else:
            yield None


class _ExaResult(BaseModel):
    url: str
    title: str | None = None
    text: str | None = None
    published: str | None = Field(default=None, alias="publishedDate")
    score: float | None = None


class _ExaAnswer(BaseModel):
    results: list[_ExaResult]


class Exa(WebSearch):
    """`POST /search` of Exa, which finds pages and extracts their text."""

    def __init__(self, client: httpx.AsyncClient, *, key: SecretStr, url: str = _EXA) -> None:
        if not usable_key(key.get_secret_value()):
            raise ValueError("EXA_API_KEY has characters that no HTTP header takes")
        self._client = client
        self._key = key
        self._url = url.rstrip("/") + "/search"

    async def search(self, query: str) -> Sequence[Source]:
        """The best five pages, each with the first 1,500 characters of its text."""
        request = self._client.build_request(
            "POST",
            self._url,
            headers={"x-api-key": self._key.get_secret_value()},
            json={"query": query, "numResults": RESULTS, "contents": {"text": {"maxCharacters": TEXT_CHARACTERS}}},
            timeout=_SECONDS,
        )
        answer = await _ask(self._client, request, _ExaAnswer, self._key)
        return [
            Source(
                url=result.url,
                title=result.title or "",
                text=_shortened(result.text),
                published=result.published,
                score=result.score,
            )
            for result in answer.results[:RESULTS]
        ]


class _SearXNGResult(BaseModel):
    url: str
    title: str = ""
    content: str | None = None
    published: str | None = Field(default=None, alias="publishedDate")
    score: float | None = None


class _SearXNGAnswer(BaseModel):
    results: list[_SearXNGResult]
    unresponsive_engines: list[tuple[str, str]] = Field(default_factory=list)


class SearXNG(WebSearch):
    """`GET /search?format=json` of a SearXNG instance, whose administrator has to allow that format."""

    def __init__(self, client: httpx.AsyncClient, *, url: str) -> None:
        self._client = client
        self._url = url.rstrip("/") + "/search"

    async def search(self, query: str) -> Sequence[Source]:
        """The first five results; `text` is the excerpt that the engines show."""
        request = self._client.build_request("GET", self._url, params={"q": query, "format": "json"}, timeout=_SECONDS)
        answer = await _ask(self._client, request, _SearXNGAnswer, None)
        if not answer.results and answer.unresponsive_engines:  # SearXNG says 200 when all of its engines failed
            raise SearchFailed(f"no engine answered ({len(answer.unresponsive_engines)} did not)")
        return [
            Source(
                url=result.url,
                title=result.title,
                text=_shortened(result.content),
                published=result.published,
                score=result.score,
            )
            for result in answer.results[:RESULTS]
        ]


async def _ask(client: httpx.AsyncClient, request: httpx.Request, form: type[Answer], key: SecretStr | None) -> Answer:
    try:
        async with asyncio.timeout(_SECONDS):
            response = await client.send(request, stream=True)
            try:
                body = await read_within(response, _MAX_BODY)
            finally:
                await response.aclose()
    except TooLarge as error:
        raise SearchFailed("the answer is too large") from error
    except (TimeoutError, httpx.TimeoutException) as error:
        raise SearchFailed(f"no answer within {_SECONDS:g} s") from error
    except httpx.HTTPError as error:
        # The address of a SearXNG holds the query, which is somebody's question: only the kind of the error is told.
        raise SearchFailed(f"no connection ({type(error).__name__})") from error
    if not response.is_success:
        raise SearchFailed(redact(f"HTTP {response.status_code}: {body[:1000].decode(errors='replace')}", key))
    try:
        return form.model_validate_json(body)
    except ValidationError as error:
        # Not chained: pydantic's text quotes the answer.
        raise SearchFailed(f"the answer is malformed ({error.error_count()} errors)") from None


def _shortened(text: str | None) -> str:
    return " ".join((text or "").split())[:TEXT_CHARACTERS]
