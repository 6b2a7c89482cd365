"""Every rate at its edge: the last request that passes, the first that does not, and when the next one may."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

import aiohttp
import pytest
from starlette.responses import Response

import sandbox
from sandbox import ManualClock
from sandbox.pacing import Pacer
from sandbox.rest.gate import Gate
from sandbox.rules.rates import GATEWAY_PAYLOAD_BYTES, OLD_SECONDS, Pace
from tests.sandbox.members import people
from tests.sandbox.wire import Answer, Rest, calling
from tests.support.discordpy import BareBot, running

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def wire_clock() -> ManualClock:
    """The clock of rates and heartbeats; it moves only by hand."""
    return ManualClock(START)


@pytest.fixture
async def rest(clock: ManualClock, wire_clock: ManualClock) -> AsyncIterator[Rest]:
    async with sandbox.run(clock=clock, wire_clock=wire_clock) as server, calling(server) as call:
        yield call


async def answered(rest: Rest) -> str:
    """The path of the webhook of an interaction that has been answered."""
    world = rest.sandbox.world
    created = await rest("POST", f"/applications/{world.application_id}/commands", json=GO)
    ada = next(iter(world.guild.members))
    arena = next(iter(world.guild.channels))
    opened = rest.sandbox.members.command(ada, arena, created.body["id"], [], None)
    callback = f"/interactions/{opened.id}/{opened.token}/callback"
    assert (await rest("POST", callback, json={"type": 4, "data": {"content": "x"}})).status == 204
    return f"/webhooks/{world.application_id}/{opened.token}"


GO = {"name": "go", "description": "d"}
Call = Callable[[], Awaitable[Answer]]


async def send(rest: Rest) -> Call:
    return lambda: rest("POST", f"{rest.channel()}/messages", json={"content": "x"})


async def edit(rest: Rest) -> Call:
    path = f"{rest.channel()}/messages/{(await rest.send(content='x'))['id']}"
    return lambda: rest("PATCH", path, json={"content": "y"})


async def delete(rest: Rest) -> Call:
    return lambda: rest("DELETE", f"{rest.channel()}/messages/1")


async def typing(rest: Rest) -> Call:
    return lambda: rest("POST", f"{rest.channel()}/typing")


async def webhook(rest: Rest) -> Call:
    path = await answered(rest)
    return lambda: rest("POST", path, json={"content": "x"})


async def anything(rest: Rest) -> Call:
    return lambda: rest("GET", "/users/@me")


ROUTES = {
    Pace.SEND: send,
    Pace.EDIT: edit,
    Pace.DELETE: delete,
    Pace.TYPING: typing,
    Pace.WEBHOOK: webhook,
    Pace.ALL: anything,
}
ELSEWHERE = {Pace.INVALID, Pace.GATEWAY, Pace.OLD_EDIT, Pace.COMMAND_CREATES}


def test_every_rate_has_a_source_and_a_test() -> None:
    assert set(ROUTES) | ELSEWHERE == set(Pace)
    assert all(pace.value.source for pace in Pace)


@pytest.mark.parametrize("pace", ROUTES)
async def test_a_route_is_refused_one_beyond_its_rate_until_its_window_ends(
    rest: Rest, wire_clock: ManualClock, pace: Pace
) -> None:
    call = await ROUTES[pace](rest)
    wire_clock.advance(1)  # what the preparation asked for is over
    statuses = [(await call()).status for _ in range(pace.value.requests)]
    assert 429 not in statuses
    wire_clock.advance(pace.value.seconds / 2)
    refused = await call()
    assert refused.status == 429
    half = pace.value.seconds / 2
    everywhere = pace is Pace.ALL
    assert refused.body == {"message": "You are being rate limited.", "retry_after": half, "global": everywhere}
    assert refused.headers["X-RateLimit-Scope"] == ("global" if everywhere else "user")
    assert refused.headers.get("X-RateLimit-Global") == ("true" if everywhere else None)
    assert float(refused.headers["Retry-After"]) >= half
    assert refused.headers["Via"]
    wire_clock.advance(half)
    assert (await call()).status != 429


async def test_the_headers_count_down_and_name_the_bucket(rest: Rest, wire_clock: ManualClock) -> None:
    first = await rest("POST", f"{rest.channel()}/messages", json={"content": "x"})
    wire_clock.advance(2)
    second = await rest("POST", f"{rest.channel()}/messages", json={})
    assert second.status == 400  # what is refused counts, too
    assert (first.headers["X-RateLimit-Limit"], first.headers["X-RateLimit-Remaining"]) == ("5", "4")
    assert second.headers["X-RateLimit-Remaining"] == "3"
    assert float(second.headers["X-RateLimit-Reset-After"]) == 3
    assert float(second.headers["X-RateLimit-Reset"]) == (START + timedelta(seconds=5)).timestamp()
    assert first.headers["X-RateLimit-Bucket"] == second.headers["X-RateLimit-Bucket"]


async def test_each_channel_has_its_own_window(rest: Rest) -> None:
    for _ in range(Pace.SEND.value.requests):
        await rest.send(content="x")
    assert (await rest("POST", f"{rest.channel()}/messages", json={"content": "x"})).status == 429
    assert (await rest("POST", f"{rest.channel('general')}/messages", json={"content": "x"})).status == 200


async def test_interaction_endpoints_do_not_count_among_all_requests(rest: Rest) -> None:
    path = await answered(rest)
    while (await rest("GET", "/users/@me")).status != 429:
        pass
    assert (await rest("GET", f"{path}/messages/@original")).status == 200


async def test_messages_over_an_hour_old_take_three_edits_in_six_seconds_a_channel(
    rest: Rest, clock: ManualClock, wire_clock: ManualClock
) -> None:
    old, other = [(await rest.send(content="x"))["id"] for _ in range(2)]

    async def edited(message_id: str) -> Answer:
        return await rest("PATCH", f"{rest.channel()}/messages/{message_id}", json={"content": "y"})

    clock.advance(OLD_SECONDS)
    assert [(await edited(old)).status for _ in range(5)] == [200] * 5  # an hour old, not older
    clock.advance(1)
    wire_clock.advance(5)
    assert [(await edited(message)).status for message in (old, other, old)] == [200] * 3
    refused = await edited(other)
    assert (refused.status, refused.body["code"]) == (429, 30046)
    assert refused.body["retry_after"] == 6
    wire_clock.advance(6)
    assert (await edited(other)).status == 200


async def test_discordpy_waits_for_what_an_old_message_asks_for(clock: ManualClock) -> None:
    bot = BareBot()
    async with sandbox.run(clock=clock) as server, running(bot, server), people(server, "Linus") as (linus,):
        arena = next(iter(server.world.guild.channels))
        channel = bot.get_partial_messageable(int(arena))
        sent = await channel.send("0")
        clock.advance(OLD_SECONDS + 1)
        server.control.faults.fail(
            "PATCH",
            "/channels/*/messages/*",
            status=429,
            body={"message": "x", "code": 30046, "retry_after": 0.01, "global": False},
        )
        await sent.edit(content="1")
        assert (await linus.event("message_update"))["content"] == "1"


async def test_two_hundred_new_commands_a_day(rest: Rest, wire_clock: ManualClock) -> None:
    base = f"/applications/{rest.sandbox.world.application_id}/commands"

    async def created(name: str) -> Answer:
        wire_clock.advance(1)
        return await rest("POST", base, json={"name": name, "description": "d"})

    for i in range(Pace.COMMAND_CREATES.value.requests):
        made = await created(f"c{i % 50}-{i}")
        assert made.status == 201
        await rest("DELETE", f"{base}/{made.body['id']}")
    refused = await created("one-more")
    assert (refused.status, refused.body["code"]) == (429, 30034)
    wire_clock.advance(Pace.COMMAND_CREATES.value.seconds)
    assert (await created("one-more")).status == 201
    assert (await created("one-more")).status == 201  # the same name again is no creation


def test_ten_thousand_invalid_requests_shut_the_bot_out_for_the_rest_of_ten_minutes(wire_clock: ManualClock) -> None:
    gate = Gate(Pacer(wire_clock), "token")
    invalid = cycle([401, 403, 429])
    for _ in range(Pace.INVALID.value.requests):
        assert gate.banned() is None
        gate.leave(Response(status_code=404), None)  # does not count
        gate.leave(Response(status_code=next(invalid)), None)
    banned = gate.banned()
    assert banned is not None
    assert (banned.status_code, banned.headers["Retry-After"]) == (429, "600")
    assert "Via" not in banned.headers  # this is how discord.py tells Cloudflare's refusal from Discord's
    wire_clock.advance(Pace.INVALID.value.seconds)
    assert gate.banned() is None


async def closed_with(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    async with socket:
        while (await socket.receive(timeout=10)).type is aiohttp.WSMsgType.TEXT:
            pass
    return socket.close_code


async def test_a_gateway_socket_may_send_120_payloads_in_a_minute(rest: Rest, wire_clock: ManualClock) -> None:
    async def beat(times: int) -> aiohttp.ClientWebSocketResponse:
        socket = await rest.session.ws_connect(f"{rest.sandbox.gateway_url}?v=10")
        await socket.receive_json()
        for _ in range(times):
            await socket.send_json({"op": 1, "d": None})
            if (await socket.receive()).type is not aiohttp.WSMsgType.TEXT:
                break
        return socket

    full = await beat(Pace.GATEWAY.value.requests)
    await full.send_json({"op": 1, "d": None})
    assert await closed_with(full) == 4008
    paused = await beat(Pace.GATEWAY.value.requests)
    wire_clock.advance(Pace.GATEWAY.value.seconds)
    await paused.send_json({"op": 1, "d": None})
    assert (await paused.receive_json())["op"] == 11
    await paused.close()


async def test_a_gateway_payload_has_at_most_4096_bytes(rest: Rest) -> None:
    def of(size: int) -> str:
        return '{"op": 1, "d": "' + "x" * (size - 18) + '"}'

    socket = await rest.session.ws_connect(f"{rest.sandbox.gateway_url}?v=10")
    await socket.receive_json()
    await socket.send_str(of(GATEWAY_PAYLOAD_BYTES))
    assert (await socket.receive_json())["op"] == 11
    await socket.send_str(of(GATEWAY_PAYLOAD_BYTES + 1))
    assert await closed_with(socket) == 4002


def test_windows_that_are_over_are_forgotten(wire_clock: ManualClock) -> None:
    pacer = Pacer(wire_clock)
    for key in range(20_000):
        wire_clock.advance(1)
        pacer.take(Pace.WEBHOOK, str(key))
    kept: dict[Any, Any] = pacer._windows
    assert len(kept) <= 10_001
