"""Exa and SearXNG on loopback, as their documentation describes them.

Exa: `POST /search` takes JSON with `query`, `numResults` and `contents.text.maxCharacters`, the key in `x-api-key`. It
answers `requestId`, `results` and `costDollars`; a result has `id` and `url`, and its `title`, `publishedDate` and
`author` may be null. Errors are `{"requestId", "error", "tag"}`.

SearXNG: `GET /search?q=…&format=json`, 403 where the administrator allows no JSON. It answers `query`, `results`,
`answers`, `corrections`, `infoboxes`, `suggestions` and `unresponsive_engines`, with HTTP 200 even when all engines
failed.
"""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

EXA_KEY = "exa-key-0123456789"
_EXA_FIELDS = {"query", "type", "numResults", "contents", "includeDomains", "excludeDomains", "category"}


def exa_page(number: int, text: str | None = "What the page says.", **more: Any) -> dict[str, Any]:
    """A result in Exa's form."""
    url = f"https://pages.example/{number}"
    return {
        "id": url,
        "title": f"Page {number}",
        "url": url,
        "publishedDate": "2026-02-09T00:00:00.000Z",
        "author": None,
        "image": f"{url}/image.png",
        "favicon": "https://pages.example/favicon.ico",
        "text": text,
        **more,
    }


class ExaDouble:
    """Finds the same pages for every query; `failing` is a status to answer with instead."""

    def __init__(self, *pages: dict[str, Any], failing: int | None = None) -> None:
        self._pages = pages or (exa_page(1), exa_page(2))
        self.failing = failing
        self.queries: list[str] = []
        self.app = Starlette(routes=[Route("/search", self._search, methods=["POST"])])

    async def _search(self, request: Request) -> Response:
        if request.headers.get("x-api-key") != EXA_KEY:
            return _exa_error(401, "Invalid API key", "INVALID_API_KEY")
        if self.failing is not None:
            return _exa_error(self.failing, f"It failed; the key was {EXA_KEY}", "INTERNAL_ERROR")
        body = await request.json()
        if not isinstance(body.get("query"), str) or set(body) - _EXA_FIELDS:
            return _exa_error(400, "Invalid request body", "INVALID_REQUEST_BODY")
        self.queries.append(body["query"])
        limit = body["contents"]["text"]["maxCharacters"]
        found = [{**page, "text": (page["text"] or "")[:limit]} for page in self._pages[: body["numResults"]]]
        return JSONResponse(
            {"requestId": "b5947044c4b78efa9552a7c89b306d95", "results": found, "costDollars": {"total": 0.01}}
        )


def _exa_error(status: int, error: str, tag: str) -> Response:
    return JSONResponse({"requestId": "b5947044c4b78efa9552a7c89b306d95", "error": error, "tag": tag}, status)


def searxng_result(number: int, content: str = "An excerpt.", **more: Any) -> dict[str, Any]:
    """A result in SearXNG's form."""
    return {
        "url": f"https://pages.example/{number}",
        "title": f"Page {number}",
        "content": content,
        "thumbnail": "",
        "engine": "duckduckgo",
        "template": "default.html",
        "parsed_url": ["https", "pages.example", f"/{number}", "", "", ""],
        "img_src": "",
        "priority": "",
        "engines": ["duckduckgo"],
        "positions": [number],
        "score": 1.0 / number,
        "category": "general",
        "publishedDate": None,
        **more,
    }


class SearXNGDouble:
    """Finds the same results for every query, unless its administrator allows no JSON, or its engines are `down`."""

    def __init__(self, *results: dict[str, Any], json_allowed: bool = True, down: Sequence[str] = ()) -> None:
        self._results = list(results)
        self._json_allowed = json_allowed
        self._down = down
        self.queries: list[str] = []
        self.app = Starlette(routes=[Route("/search", self._search)])

    async def _search(self, request: Request) -> Response:
        if request.query_params.get("format", "html") != "html" and not self._json_allowed:
            return Response("<h1>Forbidden</h1>", 403, media_type="text/html")
        self.queries.append(request.query_params["q"])
        return JSONResponse(
            {
                "query": request.query_params["q"],
                "number_of_results": 0,
                "results": self._results,
                "answers": [],
                "corrections": [],
                "infoboxes": [],
                "suggestions": [],
                "unresponsive_engines": [[engine, "timeout"] for engine in self._down],
            }
        )
