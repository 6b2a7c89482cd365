"""A house arena served on loopback, with a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from arena.engine.keys import KeyRing
from arena.engine.outside import Outside
from arena.engine.values import Tier
from arena.wire import AnyModel
from bot.house import house_arena, in_process_key
from storage.arena.keys import KeyTable
from storage.database import Database
from tests.arena.engine.contestants import catalogue
from tests.support.clock import EagerClock
from tests.support.database import migrated_database
from tests.support.trust import TRUST

VOTE_DELAY = timedelta(seconds=30)
PATIENCE = 30


@dataclass
class Served:
    """A client without a key, and what a test needs to make keys and move time."""

    http: httpx.AsyncClient
    clock: EagerClock
    database: Database
    keys: KeyRing

    async def key(self, tier: Tier = Tier.WRITE, *, battles_per_day: int = 100) -> dict[str, str]:
        """The header of a new key."""
        return bearer(await self.keys.create(tier=tier, battles_per_day=battles_per_day))

    async def create(self, key: dict[str, str], prompt: str = "Why is the sky blue?") -> str:
        """Create a battle and return its id."""
        answer = await self.http.post("/api/v1/battles", json={"prompt": prompt}, headers=key)
        assert answer.status_code == 200, answer.text
        battle_id: str = answer.json()["data"]["id"]
        return battle_id

    async def poll(self, battle_id: str, key: dict[str, str]) -> dict[str, Any]:
        """The battle as it stands."""
        answer = await self.http.get(f"/api/v1/battles/{battle_id}", headers=key)
        assert answer.status_code == 200, answer.text
        battle: dict[str, Any] = answer.json()["data"]
        return battle

    async def settled(self, battle_id: str, key: dict[str, str]) -> dict[str, Any]:
        """The battle once it is ready or has failed."""
        async with asyncio.timeout(PATIENCE):
            while True:
                battle = await self.poll(battle_id, key)
                if battle["responsesReady"] or battle["errorCode"]:
                    return battle
                await asyncio.sleep(
                    0.01
                )  # the pace of a client: a key's polls are counted on a clock that stands still

    async def vote(self, battle_id: str, key: dict[str, str], **body: object) -> httpx.Response:
        """Vote for A unless the body says otherwise."""
        return await self.http.post(f"/api/v1/battles/{battle_id}/vote", json={"winner": "A"} | body, headers=key)

    async def ready_for_vote(self, key: dict[str, str]) -> str:
        """A new battle that takes its vote now."""
        battle_id = await self.create(key)
        await self.settled(battle_id, key)
        self.clock.advance(VOTE_DELAY.total_seconds())
        return battle_id


@asynccontextmanager
async def served(
    file: Path,
    *models: AnyModel,
    clock: EagerClock | None = None,
    vote_delay: timedelta = VOTE_DELAY,
    outside: Outside | None = None,
) -> AsyncIterator[Served]:
    """Serve these models on the database at `file`, which may hold the rows of an earlier arena."""
    clock = clock or EagerClock()
    async with (
        migrated_database(file, "arena") as database,
        house_arena(database, catalogue(*models), vote_delay=vote_delay, outside=outside, clock=clock.now) as house,
        httpx.AsyncClient(verify=TRUST, base_url=house.base_url, timeout=PATIENCE) as http,
    ):
        yield Served(http, clock, database, KeyRing(KeyTable(database), clock.now))


async def unlimited(arena: Served) -> dict[str, str]:
    """The header of a key without limits, for tests that wait for many battles: waiting is polling."""
    return bearer(await in_process_key(arena.database, clock=arena.clock.now))


def bearer(secret: str) -> dict[str, str]:
    """The header that shows a key."""
    return {"Authorization": f"Bearer {secret}"}


def url_of(path: str) -> str:
    """The address of a path as `ENDPOINTS` writes it, about some model."""
    path = path.replace("{}", "quartz")
    return path if path.startswith(("/house/", "/api/")) else f"/api/v1{path}"


def error_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and code, after a look at the envelope's form."""
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["message"].endswith(".")
    return answer.status_code, body["error"]["code"]
