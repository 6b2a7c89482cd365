"""The clock that the bot shares with a sandbox, over real HTTP."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from pydantic import ValidationError

import sandbox
from bot.clock import followed_clock
from bot.settings import Settings
from sandbox import ManualClock
from tests.support.clock import START

SECONDS = 10


async def test_a_follower_moves_with_a_clock_that_stands_still() -> None:
    async with sandbox.run(clock=ManualClock(START)) as server, followed_clock(server.clock_url) as clock:
        assert clock.now() == START
        await server.control.clock.advance(3600)
        assert clock.now() == START + timedelta(hours=1)
        await server.control.clock.advance(-60)
        assert clock.now() == START + timedelta(minutes=59)


async def test_a_follower_sleeps_until_the_clock_has_been_moved_far_enough() -> None:
    async with sandbox.run(clock=ManualClock(START)) as server, followed_clock(server.clock_url) as clock:
        sleeping = asyncio.create_task(clock.sleep(86_400))
        await server.control.clock.advance(86_399)
        assert not sleeping.done()
        await server.control.clock.advance(1)
        async with asyncio.timeout(SECONDS):
            await sleeping


async def test_a_follower_of_a_running_clock_jumps_with_it_and_goes_on_by_itself() -> None:
    async with sandbox.run() as server, followed_clock(server.clock_url) as clock:
        before = server.world.clock.now()
        await server.control.clock.advance(86_400)
        assert timedelta(days=1) <= clock.now() - before < timedelta(days=1, seconds=SECONDS)
        first = clock.now()
        await clock.sleep(0.01)
        assert clock.now() - first >= timedelta(seconds=0.01)


async def test_a_silent_follower_keeps_nobody_waiting_for_long() -> None:
    async with sandbox.run(clock=ManualClock(START)) as server:
        async with followed_clock(server.clock_url):
            pass
        async with asyncio.timeout(SECONDS):
            await server.control.clock.advance(1)
            await server.control.clock.advance(1)


async def test_without_anybody_there_it_says_so_at_once(unused_tcp_port: int) -> None:
    with pytest.raises(aiohttp.ClientConnectorError):
        async with followed_clock(f"http://127.0.0.1:{unused_tcp_port}/sandbox/control/clock?token=x"):
            raise AssertionError("it followed nobody")


@pytest.mark.parametrize("url", ["http://clock.example/", "https://10.0.0.1/clock", "http://127.0.0.1.example/"])
def test_only_a_clock_on_this_machine_is_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("BLINDBOUT_TEST_CLOCK", url)
    with pytest.raises(ValidationError, match="must be on this machine"):
        Settings.load()
