import pytest
import uvicorn
from pydantic import SecretStr

from arena.clients import open_client
from arena.clients.opening import IDLE_SECONDS
from tests.arena.clients.foreign import KEY, STATS, ForeignArena
from tests.support.serving import serve


async def test_connections_end_with_the_block() -> None:
    async with serve(ForeignArena([STATS])) as base_url:
        async with open_client(base_url, SecretStr(KEY)) as client:
            assert (await client.stats()).total_votes == 30
        with pytest.raises(RuntimeError, match="client has been closed"):
            await client.stats()


async def test_an_arena_on_this_machine_is_reached_past_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with serve(ForeignArena([STATS])) as base_url, open_client(base_url, SecretStr(KEY)) as client:
        assert (await client.stats()).total_votes == 30


def test_an_idle_connection_is_let_go_before_the_house_arena_closes_it() -> None:
    assert uvicorn.Config(ForeignArena([])).timeout_keep_alive > IDLE_SECONDS
