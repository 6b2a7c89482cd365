from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.house import house_arena, in_process_key
from tests.arena.api.served import bearer, served
from tests.arena.engine.contestants import Quick, catalogue
from tests.support.clock import EagerClock
from tests.support.database import migrated_database


async def test_the_bots_battles_outlive_its_key(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    models = Quick("quartz"), Quick("basalt")
    async with served(file, *models) as arena:
        first = bearer(await in_process_key(arena.database, clock=arena.clock.now))
        battle_id = await arena.create(first)
        await arena.settled(battle_id, first)

    async with served(file, *models) as arena:
        arena.clock.advance(3600)
        second = bearer(await in_process_key(arena.database, clock=arena.clock.now))
        assert (await arena.http.get(f"/api/v1/battles/{battle_id}", headers=first)).status_code == 401
        assert (await arena.vote(battle_id, second)).status_code == 200


async def test_the_bots_key_knows_neither_quota_nor_pace(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = bearer(await in_process_key(arena.database, clock=arena.clock.now))
        for _ in range(101):
            await arena.create(key)
        for _ in range(600):
            assert (await arena.http.get("/api/v1/models/availability", headers=key)).status_code == 200


async def test_a_taken_port_is_said_before_anything_is_served(tmp_path: Path) -> None:
    clock = EagerClock()
    models = catalogue(Quick("quartz"), Quick("basalt"))
    async with (
        migrated_database(tmp_path / "a.db", "arena") as database,
        house_arena(database, models, vote_delay=timedelta(0), clock=clock.now) as house,
    ):
        port = httpx.URL(house.base_url).port
        assert port is not None
        with pytest.raises(OSError, match=f"Cannot listen on 127.0.0.1, port {port}"):
            async with house_arena(database, models, vote_delay=timedelta(0), port=port, clock=clock.now):
                pass
