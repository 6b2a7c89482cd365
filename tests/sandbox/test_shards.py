"""Several shards in several processes: each guild is one shard's, and nobody hears of the others'."""

import aiohttp

import sandbox
from sandbox import ManualClock, Sandbox
from sandbox.state.entities import Guild
from tests.sandbox.dialing import dial
from tests.sandbox.members import people
from tests.sandbox.wire import calling
from tests.support.bare_bot import bare_bots

SHARDS = 2


def shard_of(guild_id: str) -> int:
    return (int(guild_id) >> 22) % SHARDS


def other_guild(server: Sandbox, clock: ManualClock) -> Guild:
    """A guild of the shard that does not have the first one."""
    clock.advance(0.001)  # ids count milliseconds above bit 22, where the formula looks
    guild = server.world.guilds[server.control.guilds.join("Elsewhere")]
    assert {shard_of(guild.id), shard_of(server.world.guild.id)} == {0, 1}
    return guild


async def test_the_bot_is_told_how_many_shards_to_open() -> None:
    async with sandbox.run(shards=3) as server, calling(server) as rest:
        body = (await rest("GET", "/gateway/bot")).body
    assert (body["shards"], body["url"]) == (3, server.gateway_url)
    assert body["session_start_limit"]["max_concurrency"] == 1


async def test_each_shard_is_ready_with_its_own_guilds_and_hears_only_of_them(
    standing: Sandbox, clock: ManualClock
) -> None:
    other = other_guild(standing, clock)
    async with aiohttp.ClientSession() as session, people(standing, "Ada") as (ada,):
        heard = {}
        for number in range(SHARDS):
            socket = await dial(session, standing)
            ready = await socket.identify(standing, shard=[number, SHARDS])
            (guild,) = ready["d"]["guilds"]
            assert shard_of(guild["id"]) == number
            assert (await socket.until("GUILD_CREATE"))["d"]["id"] == guild["id"]
            heard[guild["id"]] = socket
        for guild in (standing.world.guild, other):
            channel_id = next(iter(guild.channels))
            await ada.post("messages", channel_id=channel_id, content=guild.name)
            assert (await heard[guild.id].next())["d"]["guild_id"] == guild.id


async def test_interactions_reach_the_process_of_their_shard(standing: Sandbox, clock: ManualClock) -> None:
    other = other_guild(standing, clock)
    async with bare_bots(standing, shards=SHARDS), calling(standing) as rest, people(standing, "Ada") as (ada,):
        base = f"/applications/{standing.world.application_id}/commands"
        command = await rest("POST", base, json={"name": "where", "description": "d"})
        for guild in (standing.world.guild, other, standing.world.guild):
            channel_id = next(iter(guild.channels))
            await ada.post("commands", channel_id=channel_id, command_id=command.body["id"])
            answer = await ada.event("message_create", "interaction_failed")
            assert (answer["channel_id"], answer["content"]) == (channel_id, f"shard {shard_of(guild.id)}")
