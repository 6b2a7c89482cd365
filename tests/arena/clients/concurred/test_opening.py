import asyncio
import contextlib

import pytest
from pydantic import SecretStr

from arena.clients import KeyHeader, open_concurred
from tests.arena.clients.concurred.streaming import CK, EVENTS, FIGHT, sends, sse, stay_silent
from tests.arena.clients.foreign import ForeignArena, RawArena
from tests.support.serving import serve


async def test_connections_end_with_the_block() -> None:
    async with serve(ForeignArena([{"status": "ok"}])) as base_url:
        async with open_concurred(base_url, SecretStr(CK)) as client:
            assert (await client.health()).status == "ok"
        with pytest.raises(RuntimeError, match="client has been closed"):
            await client.health()


async def test_the_form_of_the_key_is_chosen_when_opening() -> None:
    arena = ForeignArena([{"status": "ok"}])
    async with (
        serve(arena) as base_url,
        open_concurred(base_url, SecretStr(CK), key_header=KeyHeader.X_API_KEY) as client,
    ):
        await client.health()
    assert arena.received[0].headers["x-api-key"] == CK


async def test_an_arena_on_this_machine_is_reached_past_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with serve(ForeignArena([{"status": "ok"}])) as base_url, open_concurred(base_url, SecretStr(CK)) as client:
        assert (await client.health()).status == "ok"


async def test_more_fights_than_a_pool_usually_holds_run_at_once() -> None:
    arena = RawArena(sends(sse(EVENTS[0]), stay_silent))
    async with (
        arena.listening() as base_url,
        open_concurred(base_url, SecretStr(CK)) as client,
        contextlib.AsyncExitStack() as running,
    ):
        fights = [client.stream_fight(FIGHT) for _ in range(110)]
        for fight in fights:
            await running.enter_async_context(contextlib.aclosing(fight))
        firsts = await asyncio.wait_for(asyncio.gather(*(anext(fight) for fight in fights)), 20)
    assert len(firsts) == arena.requests == 110
