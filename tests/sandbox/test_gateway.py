"""The gateway: sessions, resuming, compression, and what it delivers to whom."""

import asyncio
import json
import zlib
from typing import Any

import aiohttp
import discord
import pytest

from sandbox import Sandbox
from tests.sandbox.dialing import SECONDS, Socket, dial
from tests.sandbox.members import people
from tests.support.discordpy import BareBot, pointed_at, running


async def test_a_client_whose_socket_is_cut_resumes_and_misses_nothing(server: Sandbox) -> None:
    bot = BareBot(intents=discord.Intents.all())
    heard: list[str] = []
    two, resumed = asyncio.Event(), asyncio.Event()

    @bot.event
    async def on_message(message: discord.Message) -> None:
        heard.append(message.content)
        if len(heard) == 2:
            two.set()

    @bot.event
    async def on_resumed() -> None:
        resumed.set()

    async with running(bot, server), people(server, "Linus") as (linus,):
        await linus.say("before")
        server.control.faults.drop_gateway()
        await linus.say("meanwhile")
        async with asyncio.timeout(SECONDS):
            await resumed.wait()
            await two.wait()
        assert heard == ["before", "meanwhile"]


async def test_a_client_told_to_reconnect_resumes(server: Sandbox) -> None:
    bot = BareBot()
    resumed = asyncio.Event()

    @bot.event
    async def on_resumed() -> None:
        resumed.set()

    async with running(bot, server):
        server.control.faults.ask_to_reconnect()
        async with asyncio.timeout(SECONDS):
            await resumed.wait()


async def test_a_process_that_died_identifies_anew_and_its_session_can_still_be_resumed(server: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, people(server, "Linus") as (linus,):
        dead = await dial(session, server)
        ready = await dead.identify(server)
        connection = dead.raw._response.connection
        assert connection is not None
        assert connection.transport is not None
        connection.transport.abort()  # as after SIGKILL: no closing frame
        await linus.say("hello")
        anew = await dial(session, server)
        assert (await anew.identify(server))["d"]["session_id"] != ready["d"]["session_id"]
        resumed = await dial(session, server)
        data = {"token": server.bot_token, "session_id": ready["d"]["session_id"], "seq": 2}
        await resumed.raw.send_json({"op": 6, "d": data})
        missed = await resumed.next()
        assert (missed["t"], missed["s"]) == ("MESSAGE_CREATE", 3)
        assert (await resumed.next())["t"] == "RESUMED"


async def test_an_unknown_session_is_invalid_and_a_deliberate_close_ends_one(server: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        left = await dial(session, server)
        ready = await left.identify(server)
        await left.raw.close(code=1000)
        for session_id in ("unknown", ready["d"]["session_id"]):
            socket = await dial(session, server)
            await socket.raw.send_json({"op": 6, "d": {"token": server.bot_token, "session_id": session_id, "seq": 1}})
            assert await socket.next() == {"op": 9, "d": False, "s": None, "t": None}
            assert (await socket.identify(server))["t"] == "READY"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ("not json", 4002),
        ('{"op": 2, "d": null}', 4002),
        ('{"op": 8, "d": {}}', 4003),
        ('{"op": 2, "d": {"token": "wrong"}}', 4004),
        ('{"op": 6, "d": {"token": "wrong"}}', 4004),
    ],
)
async def test_a_wrong_start_is_closed_with_its_code(server: Sandbox, payload: str, code: int) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await dial(session, server)
        await socket.raw.send_str(payload)
        assert await socket.closed_with() == code


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"op": 2, "d": {}}, 4005),
        ({"op": 99, "d": None}, 4001),
    ],
)
async def test_a_wrong_continuation_is_closed_with_its_code(server: Sandbox, payload: Any, code: int) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await dial(session, server)
        await socket.identify(server)
        await socket.raw.send_json(payload)
        assert await socket.closed_with() == code


async def test_discordpy_gives_up_on_a_wrong_token(server: Sandbox) -> None:
    bot = BareBot()
    with pointed_at(server), pytest.raises(discord.LoginFailure):
        await bot.login("wrong")
    await bot.close()


async def test_heartbeats_are_acknowledged_before_and_after_identifying(server: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await dial(session, server)
        await socket.raw.send_json({"op": 1, "d": None})
        assert (await socket.next())["op"] == 11


async def test_zlib_stream_is_one_stream_flushed_after_each_payload(server: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{server.gateway_url}?v=10&encoding=json&compress=zlib-stream"
        raw = await session.ws_connect(url)
        stream = zlib.decompressobj()
        hello = (await raw.receive(timeout=SECONDS)).data
        assert hello.endswith(b"\x00\x00\xff\xff")
        assert json.loads(stream.decompress(hello))["op"] == 10
        await raw.send_json({"op": 1, "d": None})
        assert json.loads(stream.decompress((await raw.receive(timeout=SECONDS)).data))["op"] == 11


@pytest.mark.parametrize(("query", "code"), [("v=9&encoding=json", 4012), ("v=10&compress=gzip", 4002)])
async def test_what_the_gateway_does_not_speak_is_refused(server: Sandbox, query: str, code: int) -> None:
    async with aiohttp.ClientSession() as session:
        socket = Socket(await session.ws_connect(f"{server.gateway_url}?{query}"))
        assert await socket.closed_with() == code


async def test_without_the_intent_a_members_words_are_hidden_unless_the_bot_is_mentioned(server: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, people(server, "Linus") as (linus,):
        socket = await dial(session, server)
        await socket.identify(server)
        await linus.say("private thoughts")
        assert (await socket.until("MESSAGE_CREATE"))["d"]["content"] == ""
        await linus.say(f"<@{server.world.bot.id}> hello")
        assert (await socket.until("MESSAGE_CREATE"))["d"]["content"].endswith("hello")


async def test_a_guild_belongs_to_one_shard(server: Sandbox) -> None:
    home = (int(server.world.guild.id) >> 22) % 2
    async with aiohttp.ClientSession() as session:
        for number in (0, 1):
            socket = await dial(session, server)
            ready = await socket.identify(server, shard=[number, 2])
            assert ready["d"]["shard"] == [number, 2]
            assert bool(ready["d"]["guilds"]) is (number == home)


async def test_a_sharded_client_with_the_members_intent_knows_everybody(server: Sandbox) -> None:
    intents = discord.Intents.default()
    intents.members = True
    bot = discord.AutoShardedClient(intents=intents, shard_count=1, guild_ready_timeout=0.05)
    async with running(bot, server):
        names = {member.display_name for member in bot.guilds[0].members}
    assert names == {"Ada", "Grace", "Linus", "Barbara", "Edsger", "Blindbout"}
