"""Whose word on a caller's address is believed."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from bot.house import house_arena
from bot.settings import Settings
from tests.arena.api.served import error_of, served
from tests.arena.engine.contestants import Brush, Quick, catalogue
from tests.support.clock import EagerClock
from tests.support.database import migrated_database

PATH = "/api/v1/models/availability"


async def refused(http: httpx.AsyncClient, *forwarded: str) -> list[bool]:
    """121 requests for each of these headers, one after the other: whether the last of each was one too many."""
    outcomes = []
    for header in forwarded:
        answers = [await http.get(PATH, headers={"X-Forwarded-For": header}) for _ in range(121)]
        outcomes.append(answers[-1].status_code == 429)
    return outcomes


async def test_nobody_is_believed_unless_named(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        await refused(arena.http, "203.0.113.1")
        again = await arena.http.get(PATH, headers={"X-Forwarded-For": "203.0.113.2"})
        assert error_of(again) == (429, "RATE_LIMITED")


@pytest.mark.parametrize("trusted", ["127.0.0.1", "127.0.0.0/8"])
async def test_a_named_proxy_is_believed_and_what_a_caller_adds_before_it_is_not(tmp_path: Path, trusted: str) -> None:
    clock = EagerClock()
    async with (
        migrated_database(tmp_path / "a.db", "arena") as database,
        house_arena(
            database,
            catalogue(Quick("quartz"), Quick("basalt"), Brush("chalk"), Brush("ochre")),
            vote_delay=timedelta(0),
            trusted_proxies=[trusted],
            clock=clock.now,
        ) as house,
        httpx.AsyncClient(base_url=house.base_url) as http,
    ):
        assert await refused(http, "203.0.113.1", "203.0.113.2") == [True, True]
        forged = await http.get(PATH, headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.1"})
        assert error_of(forged) == (429, "RATE_LIMITED")
        assert (await http.get(PATH, headers={"X-Forwarded-For": "203.0.113.3"})).status_code == 200


def test_the_setting_takes_addresses_and_networks_and_nothing_else() -> None:
    settings = Settings(blindbout_trusted_proxies=" 10.0.0.0/8, ::1,192.0.2.7 ")
    assert settings.trusted_proxies == ["10.0.0.0/8", "::1", "192.0.2.7"]
    assert Settings().trusted_proxies == []
    for wrong in ("*", "proxy.example", "10.0.0.1/8", "10.0.0.0/8;::1"):
        with pytest.raises(ValidationError, match="addresses or networks"):
            Settings(blindbout_trusted_proxies=wrong)
