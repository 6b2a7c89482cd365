"""Every refusal of Concurred becomes the error that says what may be done next, and none shows the key."""

import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from arena.clients import (
    ArenaCut,
    ArenaError,
    ArenaMalformed,
    ArenaRefused,
    BadRequest,
    ConcurredClient,
    Forbidden,
    GuardrailBlocked,
    InternalError,
    InvalidMessageLength,
    InvalidModel,
    KeyHeader,
    ModelUnavailable,
    RateLimited,
    Unauthorized,
)
from arena.wire.concurred import CONCURRED_HTTP_STATUS, ConcurredErrorCode
from tests.arena.clients.concurred.streaming import (
    BATTLE,
    CHAT,
    CK,
    COMPLETION,
    EVENTS,
    STREAMS,
    Streaming,
    concurred_of,
    gathered,
    piece,
    stream,
)
from tests.arena.clients.foreign import ForeignArena, error
from tests.support.serving import serve

pytestmark = pytest.mark.asyncio(loop_scope="module")

CLASSES: dict[str, type[ArenaRefused]] = {
    "UNAUTHORIZED": Unauthorized,
    "INVALID_API_KEY": Unauthorized,
    "FORBIDDEN": Forbidden,
    "BAD_REQUEST": BadRequest,
    "MISSING_REQUIRED_FIELD": BadRequest,
    "INVALID_MODEL": InvalidModel,
    "INVALID_MESSAGE_LENGTH": InvalidMessageLength,
    "STREAMING_REQUIRED": BadRequest,
    "GUARDRAIL_BLOCKED": GuardrailBlocked,
    "RATE_LIMIT_EXCEEDED": RateLimited,
    "MODEL_UNAVAILABLE": ModelUnavailable,
    "INTERNAL_ERROR": InternalError,
}
Call = Callable[[ConcurredClient], Awaitable[Any]]
WHOLE: list[Call] = [
    lambda client: client.battle(BATTLE),
    lambda client: client.complete(COMPLETION),
    lambda client: client.chat(CHAT),
    lambda client: client.models(),
    lambda client: client.health(),
]


def refusal(code: str, **details: Any) -> JSONResponse:
    body = {"error": {"code": code, "message": "Not like this.", "details": details}}
    return JSONResponse(body, CONCURRED_HTTP_STATUS[ConcurredErrorCode(code)])


@pytest.mark.parametrize("code", ConcurredErrorCode)
@pytest.mark.parametrize("call", WHOLE)
async def test_every_documented_code_has_its_class(
    concurred: ConcurredClient, arena: ForeignArena, code: str, call: Call
) -> None:
    arena.answers(refusal(code, retryAfter=3600 * 4))
    with pytest.raises(ArenaRefused) as refused:
        await call(concurred)
    assert type(refused.value) is CLASSES[code]
    assert (refused.value.code, refused.value.message, refused.value.retry_after) == (code, "Not like this.", 14400)


@pytest.mark.parametrize("code", ConcurredErrorCode)
@pytest.mark.parametrize(("call", "_body"), STREAMS)
async def test_a_stream_is_refused_by_the_same_classes(
    concurred: ConcurredClient, arena: ForeignArena, code: str, call: Streaming, _body: bytes
) -> None:
    arena.answers(refusal(code, retryAfter=3600 * 4))
    came, failure = await gathered(call(concurred))
    assert (came, type(failure)) == ([], CLASSES[code])
    assert len(arena.received) == 1, "a wait beyond the deadline is not begun"


async def test_what_may_be_done_next_is_a_property_of_the_class() -> None:
    assert {code for code, kind in CLASSES.items() if kind.transient} == {
        "RATE_LIMIT_EXCEEDED",
        "MODEL_UNAVAILABLE",
        "INTERNAL_ERROR",
    }
    assert {code for code, kind in CLASSES.items() if not kind.nothing_happened} == {"INTERNAL_ERROR"}
    assert (ArenaCut.transient, ArenaCut.nothing_happened) == (False, False)
    assert issubclass(InvalidModel, BadRequest)
    assert issubclass(InvalidMessageLength, BadRequest)


@pytest.mark.parametrize(
    ("details", "seconds"),
    [({"retryAfter": 30}, 30), ({"retryAfter": 0.5}, 0.5), ({"retryAfter": -1}, 0)]
    + [({"retryAfter": odd}, None) for odd in ("soon", None, True, [1])]
    + [({}, None)],
)
async def test_how_long_to_wait_stands_in_the_details(
    concurred: ConcurredClient, arena: ForeignArena, details: dict[str, Any], seconds: float | None
) -> None:
    arena.answers(refusal("RATE_LIMIT_EXCEEDED", **details))
    with pytest.raises(RateLimited) as refused:
        await concurred.battle(BATTLE)
    assert refused.value.retry_after == seconds


async def test_the_header_goes_before_the_details(concurred: ConcurredClient, arena: ForeignArena) -> None:
    limited = refusal("RATE_LIMIT_EXCEEDED", retryAfter=0)
    limited.headers["Retry-After"] = "7200"
    arena.answers(limited)
    with pytest.raises(RateLimited) as refused:
        await concurred.battle(BATTLE)
    assert refused.value.retry_after == 7200


@pytest.mark.parametrize("details", [None, [], "x", {"retryAfter": {}}])
async def test_details_of_any_form_are_read(concurred: ConcurredClient, arena: ForeignArena, details: Any) -> None:
    arena.answers(JSONResponse({"error": {"code": "FORBIDDEN", "message": "No.", "details": details}}, 403))
    with pytest.raises(Forbidden):
        await concurred.battle(BATTLE)


async def test_the_shape_of_an_answer_is_checked(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers({"data": "no"})
    for call in WHOLE[:4]:
        with pytest.raises(ArenaMalformed):
            await call(concurred)


@pytest.mark.parametrize("form", KeyHeader)
async def test_the_key_is_in_no_log_and_no_text(
    form: KeyHeader, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG", logger="")
    key = "house-secret-without-a-prefix"
    texts: list[str] = []
    answers: list[Response] = [
        error("UNAUTHORIZED", 401, f"{key} is no key"),
        PlainTextResponse(key),
        PlainTextResponse(key, 500),
        stream(key),
        stream(piece("a"), {"error": {"code": "X", "message": f"{key} and {CK}"}}),
        stream({"type": "odd"}, *EVENTS),
    ]
    arena = ForeignArena()
    async with serve(arena) as base_url, concurred_of(base_url, key=key, key_header=form) as client:
        texts.append(repr(client))
        for answer in answers:
            for call, _ in STREAMS:
                arena.answers(answer)
                _, failure = await gathered(call(client))
                texts += [repr(failure), repr(vars(failure)) if failure else "", *traceback.format_exception(failure)]
            arena.answers(answer)
            with pytest.raises(ArenaError) as refused:
                await client.battle(BATTLE)
            texts += [repr(vars(refused.value)), *traceback.format_exception(refused.value)]
    assert "send_request_headers" in caplog.text, "the HTTP library's own log is part of what is searched"
    everything = caplog.text + "".join(capfd.readouterr()) + "".join(texts)
    assert key not in everything
    assert CK not in everything
    assert "[key] and [key]" in everything


@pytest.mark.parametrize("key", ["", "two words", "ck_1\n", "clé"])
async def test_a_key_that_no_header_can_carry_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(ValueError, match="no header can carry") as refused:
        async with concurred_of("http://arena.example", key=key):
            pass
    assert not key or key not in str(refused.value)


@pytest.mark.parametrize("base_url", ["", "localhost:8000", "ftp://arena.example", "https://"])
async def test_a_base_url_that_is_none_is_refused_at_once(base_url: str) -> None:
    with pytest.raises(ValueError, match="is not an http or https address"):
        async with concurred_of(base_url):
            pass
