"""Three arenas that the same suite runs against: ours, the reference page's words, and a stranger's."""

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from arena.clients import ModelChorusClient
from tests.arena.api.served import served, unlimited
from tests.arena.clients.foreign import KEY
from tests.arena.engine.contestants import Quick
from tests.support.serving import serve
from tests.support.trust import TRUST

EXAMPLES = Path(__file__).parent.parent / "arena" / "wire" / "examples"
ROW = {"modelName": "GPT-4o", "eloRating": 1247.5}

FOREIGN: dict[str, Any] = {
    "POST /battles": {"_id": "b-1", "status": "queued on the moon", "shard": 7},
    "GET /battles/{}": {
        "_id": "b-1",
        "status": "judged",
        "responsesReady": True,
        "modality": "smell",
        "createdAt": 1714000000000.5,
        "comparisons": [{"_id": "c-1", "responsesReady": True, "responseA": "One.", "mood": ["calm"]}],
        "errorCode": None,
    },
    "POST /battles/{}/vote": {"modelsRevealed": {"modelA": "GPT-4o", "modelB": "Claude", "modelC": None}, "karma": 3},
    "POST /battles/{}/feedback": {},
    "POST /battles/{}/continue": {"turnNumber": 2, "status": None, "pollIntervalMs": None},
    "POST /chats": {"_id": "chat-1"},
    "POST /chats/{}/message": {"status": "thinking hard", "pollIntervalMs": 1500.25},
    "GET /chats/{}": {"_id": "chat-1", "messages": [{"_id": "m-1", "role": "oracle"}], "pagination": None},
    "GET /leaderboard": [ROW, ROW | {"id": "x", "winRate": None, "trend": "up"}],
    "GET /leaderboard/image": [],
    "GET /leaderboard/categories": [{"name": "Coding"}, {"category": "math", "rankings": [ROW]}],
    "GET /leaderboard/head-to-head": [{"model1": "GPT-4o", "model2": "Claude", "wins": 3}],
    "GET /leaderboard/locales": {"text": ["en", "tlh"], "video": ["en"]},
    "GET /models": [{"_id": "m1", "name": "GPT-4o", "modelId": "gpt-4o", "outputModalities": ["smell"]}],
    "GET /models/availability": [{"name": "GPT-4o", "modelId": "gpt-4o"}],
    "GET /models/{}": {"_id": "m1", "name": "GPT-4o", "modelId": "gpt-4o", "isPinned": None, "context": 128_000},
    "GET /models/{}/comparisons": [{"winner": "neither of them"}, {"_id": "c", "modelA": "GPT-4o", "votes": [1]}],
    "GET /votes/recent": [{"winner": "abstained", "feedback": "Both rhymed."}],
    "GET /votes/feedback": [{"id": "v-1", "winner": "A", "feedback": "Short."}],
    "GET /stats": dict.fromkeys(("totalModels", "totalTextModels", "totalImageModels"), 3)
    | dict.fromkeys(("totalTextVotes", "totalImageVotes", "totalVotes"), 30.0)
    | {"totalSmellVotes": 1},
    "GET /suggestions": ["A bare text", {"prompt": "An object", "temperature": 2}],
}
"""What a server might say that means well: other names for ids, unknown words, fields more and fewer than promised."""

PAGE: dict[str, str] = {
    "POST /battles": "battle-created",
    "GET /battles/{}": "battle",
    "POST /battles/{}/vote": "vote-accepted",
    "POST /battles/{}/feedback": "feedback-accepted",
    "POST /battles/{}/continue": "battle-continued",
    "POST /chats": "chat-created",
    "POST /chats/{}/message": "message-accepted",
    "GET /chats/{}": "chat",
    "GET /leaderboard": "leaderboard",
    "GET /leaderboard/locales": "locales",
    "GET /models": "models",
    "GET /models/availability": "availability",
    "GET /votes/recent": "votes-recent",
    "GET /votes/feedback": "votes-feedback",
    "GET /stats": "stats",
}
"""The examples of the reference page, by endpoint. Six endpoints have none."""


@dataclass
class Target:
    """An arena as the suite sees it. `later` lets the time before a vote and every cache's time pass."""

    client: ModelChorusClient
    model: str
    answers: frozenset[str]
    later: Callable[[], None]


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[Target]:
    """Our own, over HTTP, with one vote cast before."""
    async with (
        served(folder / "a.db", Quick("quartz"), Quick("basalt")) as arena,
        httpx.AsyncClient(verify=TRUST) as http,
    ):
        key = await unlimited(arena)
        battle_id = await arena.ready_for_vote(key)
        assert (await arena.vote(battle_id, key, feedback="A was clearer.")).status_code == 200
        arena.clock.advance(300)
        secret = SecretStr(key["Authorization"].removeprefix("Bearer "))
        client = ModelChorusClient(http, base_url=str(arena.http.base_url), key=secret)
        yield Target(client, "Quartz Max", frozenset(FOREIGN), lambda: arena.clock.advance(300))


@asynccontextmanager
async def page(_folder: Path) -> AsyncIterator[Target]:
    """The reference page's own examples, to the letter; its error for everything else."""
    bodies = {key: json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8")) for key, name in PAGE.items()}
    async with _told(bodies) as target:
        yield target


@asynccontextmanager
async def foreign(_folder: Path) -> AsyncIterator[Target]:
    """A stranger's."""
    async with _told({key: {"data": body, "served": "abroad"} for key, body in FOREIGN.items()}) as target:
        yield target


@asynccontextmanager
async def _told(bodies: dict[str, Any]) -> AsyncIterator[Target]:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        missing = JSONResponse({"error": {"code": "NOT_FOUND", "message": "No."}}, 404)
        body = None if "/nobody" in request.url.path else bodies.get(_key(request))
        await (missing if body is None else JSONResponse(body))(scope, receive, send)

    async with serve(app) as url, httpx.AsyncClient(verify=TRUST) as http:
        client = ModelChorusClient(http, base_url=url, key=SecretStr(KEY))
        yield Target(client, "gpt-4o", frozenset(bodies), lambda: None)


def _key(request: Request) -> str:
    path = request.url.path.removeprefix("/api/v1")
    named = re.sub(r"^/(battles|chats)/[^/]+", r"/\1/{}", path)
    return f"{request.method} {re.sub(r'^/models/(?!availability$)[^/]+', '/models/{}', named)}"
