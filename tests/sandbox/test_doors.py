"""Who may come in, and by which door."""

import asyncio

import aiohttp
import pytest

import sandbox
from sandbox import Sandbox
from tests.sandbox.members import channel_id, people
from tests.sandbox.wire import Rest


def base(server: Sandbox) -> str:
    return server.page_url.partition("/?")[0]


async def get(url: str, **headers: str) -> aiohttp.ClientResponse:
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.get(url, headers=headers, allow_redirects=False) as response,
    ):
        await response.read()
        return response


async def test_the_secret_moves_from_the_address_into_a_strict_cookie(server: Sandbox) -> None:
    welcome = await get(server.page_url)
    assert welcome.status == 303
    assert server.token not in welcome.headers["Location"]
    cookie = welcome.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    name, _, rest = cookie.partition("=")
    page = await get(f"{base(server)}/", Cookie=f"{name}={rest.partition(';')[0]}")
    assert page.status == 200
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/sandbox/state", "/sandbox/events", "/sandbox/state?token=wrong"])
async def test_without_the_secret_nothing_is_told(server: Sandbox, path: str) -> None:
    assert (await get(base(server) + path)).status == 403


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Host": "evil.example:80"}, {"Origin": "http://evil.example"}, {"Origin": "null"}],
)
async def test_other_names_and_other_origins_are_refused(server: Sandbox, headers: dict[str, str]) -> None:
    url = f"{base(server)}/sandbox/state?token={server.token}"
    assert (await get(url)).status == 200
    assert (await get(url, Origin=base(server))).status == 200
    assert (await get(url, **headers)).status == 403


async def test_other_origins_get_no_gateway(server: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(server.gateway_url, origin="http://evil.example")
    assert refused.value.status == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])  # noqa: S104 (it must be refused)
async def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        async with sandbox.run(host=host):
            raise AssertionError("it listened")


async def test_a_wrong_bot_token_is_refused(rest: Rest) -> None:
    answer = await rest("GET", "/users/@me", token="wrong")
    assert (answer.status, answer.body) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_answers_are_exactly_application_json(rest: Rest) -> None:
    assert (await rest("GET", "/users/@me")).headers["Content-Type"] == "application/json"


async def test_what_the_sandbox_does_not_model_is_refused_loudly_and_recorded(rest: Rest) -> None:
    answer = await rest("PUT", f"{rest.channel()}/pins/1")
    assert answer.status == 501
    assert f"PUT /api/v10{rest.channel()}/pins/1" in answer.body["message"]
    assert rest.sandbox.traffic.sent[-1].status == 501


async def test_each_start_has_its_own_secrets_and_a_port_is_free_again_after_the_end() -> None:
    async with sandbox.run() as first:
        port = int(base(first).rpartition(":")[2])
        assert (await get(f"{base(first)}/sandbox/state?token={first.token}")).status == 200
    async with sandbox.run(port=port) as second:
        assert base(second) == base(first)
        assert second.token != first.token
        assert second.bot_token != first.bot_token


async def test_it_ends_at_once_though_a_page_is_looking() -> None:
    async with asyncio.timeout(5):
        async with sandbox.run() as server, people(server, "Ada"):
            pass


async def test_only_moderators_see_the_moderators_channel(server: Sandbox) -> None:
    async with people(server, "Ada", "Grace") as (ada, grace):
        await ada.say("between us", "moderators")
        closed = channel_id(server, "moderators")
        assert closed in [c["id"] for c in (await ada.state())["channels"]]
        theirs = await grace.state()
        assert closed not in [c["id"] for c in theirs["channels"]]
        assert closed not in theirs["messages"]
        status, refusal = await grace.post("messages", channel_id=closed, content="me too")
        assert (status, refusal["message"]) == (404, "There is no such channel.")
        assert {m["display_name"] for m in theirs["members"] if m["moderator"]} == {"Ada"}


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("components", {"channel_id": "1", "message_id": "1", "custom_id": "x"}, 404),
        ("commands", {"channel_id": "1", "command_id": "1"}, 404),
        ("modals", {"modal_id": "1", "components": []}, 404),
        ("messages", {"content": "x"}, 422),
        ("messages", {"as": "nobody", "channel_id": "1", "content": "x"}, 404),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_sentence(
    server: Sandbox, what: str, body: dict[str, str], status: int
) -> None:
    async with people(server, "Ada") as (ada,):
        answer, refusal = await ada.post(what, **body)
        assert answer == status
        assert refusal["message"].endswith(".")


async def test_a_stream_goes_on_after_the_last_event_that_was_seen(server: Sandbox) -> None:
    async with people(server, "Linus") as (linus,):
        first = await linus.say("one")
        await linus.say("two")
        query = {"token": server.token, "as": linus.id}
        last = (await linus.state())["last_event_id"] - 1
        async with aiohttp.ClientSession() as session:
            url = f"{base(server)}/sandbox/events"
            async with session.get(url, params=query, headers={"Last-Event-ID": str(last)}) as stream:
                lines = [(await stream.content.readline()).decode().strip() for _ in range(5)]
    assert f"id: {last + 1}" in lines
    assert '"two"' in lines[-1]
    assert first["id"] not in lines[-1]
