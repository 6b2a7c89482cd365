"""Every answer that is no success becomes the error that says what may be done next."""

import traceback
from typing import Any

import pytest
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from arena.clients import (
    ArenaError,
    ArenaMalformed,
    ArenaRefused,
    ArenaUnanswered,
    ModelChorusClient,
    QuotaExceeded,
    Unauthorized,
    UnknownRefusal,
)
from arena.clients.errors import REFUSALS
from arena.wire import HTTP_STATUS, CreateBattle, ErrorCode
from tests.arena.clients.foreign import BATTLE, KEY, STATS, ForeignArena, client_of, error
from tests.support.serving import serve

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHY = CreateBattle(prompt="Why?")


@pytest.mark.parametrize("code", ErrorCode)
async def test_every_documented_code_has_its_class(
    client: ModelChorusClient, arena: ForeignArena, code: ErrorCode
) -> None:
    arena.answers(error(code, HTTP_STATUS[code], "Not like this.", X_Request_Id="r-1", Retry_After="3600"))
    with pytest.raises(ArenaRefused) as refusal:
        await client.create_battle(WHY)
    assert type(refusal.value) is REFUSALS[code]
    assert (refusal.value.code, refusal.value.status, refusal.value.message) == (
        code,
        HTTP_STATUS[code],
        "Not like this.",
    )
    assert (refusal.value.request_id, refusal.value.retry_after) == ("r-1", 3600)


@pytest.mark.parametrize("code", ErrorCode)
@pytest.mark.parametrize("status", [200, 400, 418, 429, 503])
async def test_the_code_decides_and_never_the_status(
    client: ModelChorusClient, arena: ForeignArena, code: ErrorCode, status: int
) -> None:
    arena.answers(error(code, status))
    with pytest.raises(REFUSALS[code]):
        await client.stats()


async def test_a_refusal_without_frills_has_none(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(JSONResponse({"error": {"code": "QUOTA_EXCEEDED", "message": None}}, 429))
    with pytest.raises(QuotaExceeded) as refusal:
        await client.create_battle(WHY)
    assert (refusal.value.message, refusal.value.request_id, refusal.value.retry_after) == ("", None, None)


async def test_an_unknown_code_is_a_refusal_of_unknown_effect(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(error("TEAPOT", 418, "Short and stout."))
    with pytest.raises(UnknownRefusal, match="Short and stout") as refusal:
        await client.create_battle(WHY)
    assert refusal.value.code == "TEAPOT"
    assert not refusal.value.nothing_happened


@pytest.mark.parametrize(
    "answer",
    [
        HTMLResponse("<html>Bad gateway</html>", 502),
        PlainTextResponse("", 503),
        error("UPSTREAM_ON_FIRE", 504),
        JSONResponse({"message": "Task timed out"}, 500),
    ],
)
async def test_a_gateway_that_fails_leaves_the_effect_unknown(
    client: ModelChorusClient, arena: ForeignArena, answer: Response
) -> None:
    arena.answers(answer)
    with pytest.raises(ArenaUnanswered):
        await client.create_battle(WHY)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (PlainTextResponse("{"), "Invalid JSON"),
        (PlainTextResponse(""), "Invalid JSON"),
        (HTMLResponse("<html>Welcome to the Wi-Fi of this hotel</html>"), "Invalid JSON"),
        (JSONResponse([]), "Input should be an object"),
        (JSONResponse({}), "data: Field required"),
        (JSONResponse({"data": None}), "data: "),
        (JSONResponse({"data": {}}), "data.id: Field required"),
        (JSONResponse({"data": {"id": "b1", "comparisons": [{}]}}), "data.comparisons.0.id: Field required"),
        (JSONResponse({"error": "no"}, 400), "no error envelope"),
        (HTMLResponse("<html>Not here</html>", 404), "no error envelope"),
        (PlainTextResponse(b"\xff\xfe\x00"), "Invalid JSON"),
    ],
)
async def test_an_answer_that_cannot_be_read_says_where(
    client: ModelChorusClient, arena: ForeignArena, answer: Response, problem: str
) -> None:
    arena.answers(answer)
    with pytest.raises(ArenaMalformed, match=problem):
        await client.battle("b1")
    assert len(arena.received) == 1


async def test_a_broken_compression_is_malformed(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(Response(b"not gzip", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(ArenaMalformed, match="compression"):
        await client.battle("b1")


async def test_the_key_never_follows_a_redirect(client: ModelChorusClient, arena: ForeignArena) -> None:
    elsewhere = ForeignArena([BATTLE])
    async with serve(elsewhere) as other_url:
        arena.answers(RedirectResponse(f"{other_url}/api/v1/battles/b1"))
        with pytest.raises(ArenaMalformed, match="HTTP 307"):
            await client.battle("b1")
    assert elsewhere.received == []


async def test_an_excerpt_of_the_body_helps_but_is_no_part_of_the_text(
    client: ModelChorusClient, arena: ForeignArena
) -> None:
    arena.answers(PlainTextResponse("a member's prompt " * 100))
    with pytest.raises(ArenaMalformed) as broken:
        await client.battle("b1")
    assert broken.value.excerpt.startswith("a member's prompt")
    assert len(broken.value.excerpt) <= 200
    assert "prompt" not in "".join(traceback.format_exception(broken.value))


@pytest.mark.parametrize("key", [KEY, "house secret without a prefix".replace(" ", "~")])
@pytest.mark.parametrize("status", [200, 400])
async def test_keys_in_an_answer_are_taken_out(arena: ForeignArena, key: str, status: int) -> None:
    arena.answers(PlainTextResponse(f"seen: {key}, Bearer {key}, ck_{'f' * 32}, sk-or-v1-abc", status))
    async with serve(arena) as base_url, client_of(base_url, key=key) as client:
        with pytest.raises(ArenaMalformed) as broken:
            await client.stats()
        assert broken.value.excerpt == "seen: [key], Bearer [key], [key], [key]"
        arena.answers(error("UNAUTHORIZED", 401, f"{key} is no key"))
        with pytest.raises(Unauthorized, match=r"\[key\] is no key") as refusal:
            await client.stats()
    assert key not in repr(vars(refusal.value))


@pytest.mark.parametrize("key", ["", "two words", "mc_1\n", "clé"])
async def test_a_key_that_no_header_can_carry_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(ValueError, match="no header can carry") as refusal:
        async with client_of("http://arena.example", key=key):
            pass
    assert not key or key not in str(refusal.value)


async def test_the_key_is_in_no_log_and_no_text(
    arena: ForeignArena, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG", logger="")
    texts = []
    answers: list[Response | dict[str, Any]] = [
        STATS,
        error("RATE_LIMITED", 429, KEY),
        PlainTextResponse(KEY),
        PlainTextResponse(KEY, 500),
    ]
    async with serve(arena) as base_url:
        for url in (base_url, "http://127.0.0.1:1"):
            async with client_of(url) as client:
                texts.append(repr(client))
                for answer in answers:
                    arena.answers(answer)
                    try:
                        await client.stats()
                    except ArenaError as failure:
                        texts += [repr(failure), *traceback.format_exception(failure)]
    assert "send_request_headers" in caplog.text, "the HTTP library's own log is part of what is searched"
    secret = KEY.removeprefix("mc_")
    assert secret not in caplog.text + "".join(capfd.readouterr()) + "".join(texts)
    assert len(texts) > 8
