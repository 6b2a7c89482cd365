"""Faults on demand, over HTTP as another process asks for them, and what they do to a bot."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

import sandbox
from sandbox import ManualClock, Sandbox
from tests.sandbox.members import channel_id, people
from tests.sandbox.scene import Scene, opened
from tests.sandbox.wire import Rest
from tests.support.discordpy import BareBot, running

SECONDS = 10
ACKNOWLEDGE = 3
Json = dict[str, Any]


async def ask(server: Sandbox, what: str, *, token: str | None = None, **body: Any) -> tuple[int, Any]:
    """Ask the control over HTTP: the status, and the answer."""
    url = f"{server.page_url.partition('/?')[0]}/sandbox/control/{what}"
    query = {"token": server.token if token is None else token}
    async with aiohttp.ClientSession() as session, session.post(url, params=query, json=body) as response:
        return response.status, await response.json()


def path(rest: Rest) -> str:
    return f"{rest.channel()}/messages"


async def test_a_route_fails_as_often_as_asked_without_its_effect(rest: Rest) -> None:
    asked: Json = {"method": "POST", "path": "/channels/*/messages", "status": 503, "times": 2}
    assert (await ask(rest.sandbox, "faults/fail", **asked))[0] == 200
    for _ in range(2):
        assert (await rest("POST", path(rest), json={"content": "x"})).status == 503
    assert (await rest("GET", path(rest))).body == []
    assert (await rest("POST", path(rest), json={"content": "x"})).status == 200


async def test_a_route_fails_after_its_effect(rest: Rest) -> None:
    rest.sandbox.control.faults.fail("POST", "/channels/*/messages", status=502, after_effect=True)
    async with people(rest.sandbox, "Linus") as (linus,):
        assert (await rest("POST", path(rest), json={"content": "x"})).status == 502
        assert (await linus.event("message_create"))["content"] == "x"


@pytest.mark.parametrize(("after_effect", "left"), [(False, []), (True, ["x"])])
async def test_a_connection_is_cut_before_or_after_the_effect(
    rest: Rest, *, after_effect: bool, left: list[str]
) -> None:
    asked: Json = {"method": "POST", "path": "/channels/*", "after_effect": after_effect}
    await ask(rest.sandbox, "faults/cut", **asked)
    with pytest.raises(aiohttp.ClientConnectionError):
        await rest("POST", path(rest), json={"content": "x"})
    assert [m["content"] for m in (await rest("GET", path(rest))).body] == left


async def test_a_slow_route_answers_when_its_time_is_over() -> None:
    wire_clock = ManualClock(sandbox.SystemClock().now())
    async with sandbox.run(wire_clock=wire_clock) as server, aiohttp.ClientSession() as session:
        rest = Rest(server, session)
        server.control.faults.slow("GET", "/users/@me", seconds=5)
        slow = asyncio.create_task(rest("GET", "/users/@me"))
        waited = 0
        while not slow.done():
            assert (await rest("GET", "/gateway/bot")).status == 200  # the others are not slow
            wire_clock.advance(1)
            waited += 1
        assert waited >= 5
        assert (await slow).status == 200


async def test_faults_that_have_not_happened_can_be_called_off(rest: Rest) -> None:
    await ask(rest.sandbox, "faults/fail", method="*", path="*", times=100)
    assert (await rest("GET", "/users/@me")).status == 500
    await ask(rest.sandbox, "faults/heal")
    assert (await rest("GET", "/users/@me")).status == 200


async def test_discordpy_retries_what_fails_for_a_moment(server: Sandbox) -> None:
    bot = BareBot()
    async with running(bot, server):
        server.control.faults.fail("POST", "/channels/*/messages", status=502)
        sent = await bot.get_partial_messageable(int(channel_id(server, "arena"))).send("x")
        assert sent.content == "x"
        server.control.faults.fail("DELETE", "/channels/*", status=403, body={"code": 50013, "message": "no"})
        with pytest.raises(discord.Forbidden):
            await sent.delete()


@pytest.fixture
async def scene(standing: Sandbox) -> AsyncIterator[Scene]:
    async with opened(standing) as found:
        yield found


async def test_an_interaction_that_comes_too_late_cannot_be_answered(scene: Scene, clock: ManualClock) -> None:
    server = scene.rest.sandbox
    await ask(server, "faults/delay_event", name="INTERACTION_CREATE", seconds=ACKNOWLEDGE + 1)
    started = await scene.press()
    clock.advance(ACKNOWLEDGE + 1)
    assert (await scene.grace.event("interaction_failed"))["interaction_id"] == started
    interaction = await scene.interaction()
    assert interaction["id"] == started
    late = await scene.respond(interaction, 4, {"content": "late"})
    assert (late.status, late.body["code"]) == (404, 10062)


async def test_an_interaction_that_comes_twice_can_be_answered_once(scene: Scene) -> None:
    await ask(scene.rest.sandbox, "faults/repeat_event", name="INTERACTION_CREATE")
    first = await scene.command()
    again = await scene.interaction()
    assert again == first
    assert (await scene.respond(first, 4, {"content": "x"})).status == 204
    assert (await scene.respond(again, 4, {"content": "x"})).body["code"] == 40060


async def test_the_clock_jumps_for_everything_that_is_pending(server: Sandbox) -> None:
    async with opened(server) as scene:
        interaction = await scene.command()
        assert (await ask(server, "clock/advance", seconds=ACKNOWLEDGE))[0] == 200
        assert (await scene.grace.event("interaction_failed"))["interaction_id"] == interaction["id"]
        other = await scene.command()
        assert int(other["id"]) >> 22 >= (int(interaction["id"]) >> 22) + ACKNOWLEDGE * 1000
        assert (await scene.respond(other, 4, {"content": "in time"})).status == 204


async def test_a_running_clock_may_jump_back_and_ids_still_grow(rest: Rest) -> None:
    first = await rest.send(content="x")
    await rest.sandbox.control.clock.advance(-3600)
    second = await rest.send(content="y")
    assert second["timestamp"] < first["timestamp"]
    assert int(second["id"]) > int(first["id"])


async def test_what_is_made_is_answered_by_its_id(rest: Rest) -> None:
    status, body = await ask(rest.sandbox, "guilds/add_channel", name="made")
    assert status == 200
    assert (await rest("GET", f"/channels/{body['result']}")).body["name"] == "made"


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("faults/explode", {}, 404),
        ("clock/close", {}, 404),
        ("clock/follow", {"follower": "x", "after": 0}, 404),
        ("faults/__init__", {}, 404),
        ("faults/fail", {}, 422),
        ("faults/fail", {"method": "GET", "path": "/", "status": "many"}, 422),
        ("guilds/leave", {"guild_id": "1"}, 404),
        ("guilds/remove_message", {"channel_id": "1", "message_id": "1"}, 404),
        ("guilds/set_role", {"role_id": "1", "permissions": 0}, 404),
        ("guilds/set_member_roles", {"user_id": "1", "role_ids": []}, 404),
    ],
)
async def test_what_cannot_be_asked_is_refused_with_a_sentence(
    server: Sandbox, what: str, body: dict[str, Any], status: int
) -> None:
    answered, refusal = await ask(server, what, **body)
    assert answered == status
    assert refusal["message"]


async def test_the_bot_can_be_neither_twice_in_a_guild_nor_leave_it_twice(server: Sandbox) -> None:
    home = server.world.guild.id
    assert (await ask(server, "guilds/come_back", guild_id=home))[0] == 409
    assert (await ask(server, "guilds/leave", guild_id=home))[0] == 200
    assert (await ask(server, "guilds/leave", guild_id=home))[0] == 409


@pytest.mark.parametrize("token", ["", "wrong"])
async def test_without_the_secret_nothing_is_done(server: Sandbox, token: str) -> None:
    assert (await ask(server, "guilds/leave", token=token, guild_id=server.world.guild.id))[0] == 403
    assert server.world.joined() == [server.world.guild]
    clock_url = server.clock_url.replace(server.token, token)
    async with aiohttp.ClientSession() as session, session.get(clock_url, params={"follower": "x"}) as response:
        assert response.status == 403


async def test_other_origins_reach_no_control(server: Sandbox) -> None:
    url = f"{server.page_url.partition('/?')[0]}/sandbox/control/faults/heal"
    headers = {"Origin": "http://evil.example"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, params={"token": server.token}, json={}, headers=headers) as response,
    ):
        assert response.status == 403
