"""A gateway that breaks on demand, and clients by hand that find their way back."""

import asyncio
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import aiohttp
import pytest
import zstandard

import sandbox
from sandbox import ManualClock, Sandbox
from sandbox.rules.rates import HEARTBEAT_GRACE_SECONDS, HEARTBEAT_SECONDS
from tests.sandbox.dialing import SECONDS, Socket, Zipped, dial
from tests.sandbox.members import people
from tests.support.discordpy import BareBot, running

RESUME, INVALID = 6, 9
CUT_OFF = 1006


async def resume(session: aiohttp.ClientSession, server: Sandbox, session_id: str, sequence: int) -> Socket:
    socket = await dial(session, server)
    data = {"token": server.bot_token, "session_id": session_id, "seq": sequence}
    await socket.raw.send_json({"op": RESUME, "d": data})
    return socket


@pytest.mark.parametrize("code", [4000, 1001, 1006])
async def test_a_resumed_session_gets_everything_it_missed_in_order_and_then_goes_on(
    server: Sandbox, code: int
) -> None:
    async with aiohttp.ClientSession() as session, people(server, "Linus") as (linus,):
        socket = await dial(session, server)
        ready = await socket.identify(server)
        last = (await socket.until("GUILD_CREATE"))["s"]
        if code == CUT_OFF:
            server.control.faults.cut_gateway()
        else:
            server.control.faults.drop_gateway(code=code)
        assert await socket.closed_with() == code
        for word in ("one", "two", "three"):
            await linus.say(word)
        back = await resume(session, server, ready["d"]["session_id"], last)
        replayed = [await back.next() for _ in range(3)]
        assert [(event["t"], event["s"]) for event in replayed] == [("MESSAGE_CREATE", last + n) for n in (1, 2, 3)]
        assert ((await back.next())["t"], (await linus.say("four"))["content"]) == ("RESUMED", "four")
        assert (await back.next())["s"] == last + 5


async def test_a_sequence_from_the_future_closes_with_4007(server: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        ready = await (await dial(session, server)).identify(server)
        assert await (await resume(session, server, ready["d"]["session_id"], 99)).closed_with() == 4007


async def test_a_session_can_be_resumed_for_some_minutes_only(standing: Sandbox, clock: ManualClock) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await dial(session, standing)
        ready = await socket.identify(standing)
        standing.control.faults.drop_gateway()
        await socket.closed_with()
        clock.advance(181)
        back = await resume(session, standing, ready["d"]["session_id"], 1)
        assert (await back.next())["op"] == INVALID


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_says_whether_it_can_be_resumed(server: Sandbox, *, resumable: bool) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await dial(session, server)
        ready = await socket.identify(server)
        await socket.until("GUILD_CREATE")
        server.control.faults.invalidate_session(resumable=resumable)
        assert await socket.next() == {"op": INVALID, "d": resumable, "s": None, "t": None}
        back = await resume(session, server, ready["d"]["session_id"], 2)
        assert (await back.next())["t" if resumable else "op"] == ("RESUMED" if resumable else INVALID)


async def test_a_shard_that_is_restarted_alone_must_identify_anew_and_the_others_notice_nothing(
    server: Sandbox,
) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await dial(session, server) for _ in range(2)]
        readies = [await socket.identify(server, shard=[n, 2]) for n, socket in enumerate(sockets)]
        server.control.faults.restart_shard(shard=1)
        assert await sockets[1].closed_with() == 1006
        back = await resume(session, server, readies[1]["d"]["session_id"], 1)
        assert (await back.next())["op"] == INVALID
        assert (await back.identify(server, shard=[1, 2]))["t"] == "READY"
        await sockets[0].raw.send_json({"op": 1, "d": None})
        while (await sockets[0].next())["op"] != 11:
            pass


async def test_a_client_whose_heart_stops_is_closed_and_may_resume() -> None:
    wire_clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    async with sandbox.run(wire_clock=wire_clock) as server, aiohttp.ClientSession() as session:
        silent, beating = await dial(session, server), await dial(session, server)
        ready = await silent.identify(server)
        await beating.identify(server)
        await beating.until("GUILD_CREATE")
        wire_clock.advance(HEARTBEAT_SECONDS)
        await beating.raw.send_json({"op": 1, "d": None})
        assert (await beating.next())["op"] == 11
        wire_clock.advance(HEARTBEAT_GRACE_SECONDS)
        assert await silent.closed_with() == 4000
        await beating.raw.send_json({"op": 1, "d": None})
        assert (await beating.next())["op"] == 11
        assert (await (await resume(session, server, ready["d"]["session_id"], 2)).next())["t"] == "RESUMED"


def _inflate() -> Callable[[bytes], bytes]:
    return zlib.decompressobj().decompress


def _unzstd() -> Callable[[bytes], bytes]:
    return zstandard.ZstdDecompressor().decompressobj().decompress


@pytest.mark.parametrize(("name", "undo"), [("zlib-stream", _inflate), ("zstd-stream", _unzstd)])
async def test_a_compressed_stream_is_one_stream_a_connection_also_when_resumed(
    server: Sandbox, name: str, undo: Callable[[], Callable[[bytes], bytes]]
) -> None:
    async def zipped(session: aiohttp.ClientSession) -> Socket:
        raw = await session.ws_connect(f"{server.gateway_url}?v=10&encoding=json&compress={name}")
        socket = Zipped(raw, undo())
        assert (await socket.next())["op"] == 10
        return socket

    async with aiohttp.ClientSession() as session, people(server, "Linus") as (linus,):
        socket = await zipped(session)
        ready = await socket.identify(server)
        assert (await socket.next())["t"] == "GUILD_CREATE"
        await linus.say("é" * 500)
        assert (await socket.next())["t"] == "MESSAGE_CREATE"
        server.control.faults.cut_gateway()
        back = await zipped(session)
        data = {"token": server.bot_token, "session_id": ready["d"]["session_id"], "seq": 2}
        await back.raw.send_json({"op": RESUME, "d": data})
        assert [(await back.next())["t"] for _ in range(2)] == ["MESSAGE_CREATE", "RESUMED"]


async def test_an_unchanged_client_whose_heartbeats_were_missed_comes_back(server: Sandbox) -> None:
    bot = BareBot()
    resumed = asyncio.Event()

    @bot.event
    async def on_resumed() -> None:
        resumed.set()

    async with running(bot, server):
        server.control.faults.miss_heartbeats()
        async with asyncio.timeout(SECONDS):
            await resumed.wait()
