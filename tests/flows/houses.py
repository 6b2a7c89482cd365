"""The real bot on a real house arena, which stands here for both hosted services, and on another one of its own."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import select

from arena.api.reference.endpoints import ENDPOINTS
from arena.engine.values import Api
from arena.wire import AnyModel
from bot.house import house_arena, in_process_key, utc_now
from storage.arena.tables import battles, turns
from storage.database import Database
from tests.arena.api.served import bearer
from tests.arena.engine.contestants import catalogue
from tests.flows.actors import Actor, Painter, Stage
from tests.flows.places import Place, place
from tests.support.database import migrated_database

WRITERS: Final = ("quartz", "basalt", "onyx", "feldspar", "gneiss", "pumice")
PAINTERS: Final = ("cobalt", "ochre", "sienna")
LONGEST_CACHE: Final = timedelta(seconds=301)
"""After so long each answer of the arena is made anew."""


@dataclass
class House:
    """The arena that is asked over HTTP, by the bot and by the test."""

    place: Place
    stage: Stage
    words: frozenset[str]
    """Every model's name, slug and maker."""
    database: Database
    http: httpx.AsyncClient
    keys: dict[Api, dict[str, str]]
    _ahead: list[timedelta]

    async def upstream_ids(self) -> list[str]:
        """What the arena calls its battles and their turns."""
        async with self.database.read() as connection:
            return [str(one) for table in (battles, turns) for one in await connection.scalars(select(table.c.id))]

    def forget_answers(self) -> None:
        """Let the time of every cache pass; models that failed rest for longer."""
        self._ahead[0] += LONGEST_CACHE

    async def answers(self) -> dict[str, bytes]:
        """What every endpoint answers; about each battle, and about each model."""
        async with self.database.read() as connection:
            of = [str(one) for one in await connection.scalars(select(battles.c.id))]
        asked = [path for named in ENDPOINTS if named.startswith("GET ") for path in _paths(named[4:], of)]
        found = {path: (await self._get(path)).content for path in [*asked, "/api/health"]}
        return found | {"chat": await self._said(), "side by side": await self._side_by_side()}

    async def _get(self, path: str) -> httpx.Response:
        return await self.http.get(path, headers=self.keys[Api.MODELCHORUS])

    async def _said(self) -> bytes:
        body = {"model": WRITERS[0], "messages": [{"role": "user", "content": "Why?"}]}
        answer = await self.http.post("/api/v1/chat/completions", json=body, headers=self.keys[Api.CONCURRED])
        assert answer.status_code == 200, answer.text
        return json.dumps(answer.json()["choices"]).encode()

    async def _side_by_side(self) -> bytes:
        body: dict[str, Any] = {"message": "Why?", "models": list(WRITERS[:2]), "stream": False}
        answer = await self.http.post("/api/v1/battle", json=body, headers=self.keys[Api.CONCURRED])
        assert answer.status_code == 200, answer.text
        return json.dumps(sorted(map(str, answer.json()))).encode()


def _paths(path: str, of: list[str]) -> list[str]:
    root = path if path.startswith(("/house", "/api")) else f"/api/v1{path}"
    if "{}" not in root:
        return [root]
    return [root.replace("{}", one) for one in (WRITERS if "/models/" in root else of)]


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    """The arena of the test is both ModelChorus and Concurred to the bot; its own has the baselines."""
    stage, ahead = Stage(), [timedelta()]
    models: list[AnyModel] = [Actor(slug, stage) for slug in WRITERS]
    models += [Painter(slug, stage) for slug in PAINTERS]
    words = frozenset(word for model in models for word in (model.card.name, model.card.slug, model.card.provider))
    async with (
        migrated_database(folder / "arena.db", "arena") as database,
        house_arena(
            database, catalogue(*models), vote_delay=timedelta(0), clock=lambda: utc_now() + ahead[0]
        ) as served,
        httpx.AsyncClient(base_url=served.base_url) as http,
    ):
        secrets = {api: await in_process_key(database, api) for api in Api}
        async with place(
            folder,
            MODELCHORUS_BASE_URL=served.base_url,
            MODELCHORUS_API_KEY=secrets[Api.MODELCHORUS],
            CONCURRED_BASE_URL=served.base_url,
            CONCURRED_API_KEY=secrets[Api.CONCURRED],
            BLINDBOUT_MODELS="baselines",
        ) as opened:
            keys = {api: bearer(secret) for api, secret in secrets.items()}
            yield House(opened, stage, words, database, http, keys, ahead)
