"""What is repeated, how often, and how long that may take."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
import stamina
from pydantic import SecretStr
from stamina.instrumentation import RetryDetails, set_on_retry_hooks
from starlette.responses import PlainTextResponse, Response

from arena.clients import (
    ArenaError,
    ArenaUnanswered,
    ArenaUnreachable,
    InternalError,
    ModelChorusClient,
    NotFound,
    QuotaExceeded,
    RateLimited,
    TooEarly,
)
from arena.wire import CastVote, ContinueBattle, CreateBattle, GiveFeedback, Winner
from tests.arena.clients.foreign import BATTLE, CREATED, KEY, STATS, Behaviour, ForeignArena, RawArena, client_of, error
from tests.support.serving import serve

pytestmark = pytest.mark.asyncio(loop_scope="module")

Call = Callable[[ModelChorusClient], Awaitable[Any]]

READS: list[Call] = [
    lambda client: client.battle("b1"),
    lambda client: client.models(),
    lambda client: client.availability(),
    lambda client: client.stats(),
]
DEEDS: list[Call] = [
    lambda client: client.create_battle(CreateBattle(prompt="Why?")),
    lambda client: client.vote("b1", CastVote(winner=Winner.A)),
    lambda client: client.give_feedback("b1", GiveFeedback(rating=5)),
    lambda client: client.continue_battle("b1", ContinueBattle(prompt="And then?")),
]
UNKNOWN_EFFECT: list[tuple[Response, type[ArenaError]]] = [
    (error("INTERNAL_ERROR", 500), InternalError),
    (PlainTextResponse("Bad gateway", 502), ArenaUnanswered),
]


@pytest.fixture
def repetitions() -> Iterator[list[RetryDetails]]:
    """Every repetition that was decided on."""
    seen: list[RetryDetails] = []

    def remember(details: RetryDetails) -> None:
        seen.append(details)

    set_on_retry_hooks([remember])
    yield seen
    set_on_retry_hooks(None)


@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize(("answer", "failure"), [*UNKNOWN_EFFECT, (error("RATE_LIMITED", 429), RateLimited)])
async def test_a_read_is_tried_four_times(
    client: ModelChorusClient, arena: ForeignArena, call: Call, answer: Response, failure: type[ArenaError]
) -> None:
    arena.answers(answer)
    with pytest.raises(failure):
        await call(client)
    assert len(arena.received) == 4


@pytest.mark.parametrize("answer", [answer for answer, _ in UNKNOWN_EFFECT])
async def test_a_read_succeeds_once_the_failure_has_passed(
    client: ModelChorusClient, arena: ForeignArena, answer: Response
) -> None:
    arena.answers(answer, answer, BATTLE)
    assert (await client.battle("b1")).responses_ready
    assert len(arena.received) == 3


@pytest.mark.parametrize("call", DEEDS)
@pytest.mark.parametrize(("answer", "failure"), UNKNOWN_EFFECT)
async def test_a_deed_of_unknown_effect_is_never_repeated(
    client: ModelChorusClient, arena: ForeignArena, call: Call, answer: Response, failure: type[ArenaError]
) -> None:
    arena.answers(answer)
    with pytest.raises(failure):
        await call(client)
    assert len(arena.received) == 1


async def test_a_deed_that_was_too_fast_is_repeated(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(error("RATE_LIMITED", 429, Retry_After="1"), CREATED)
    assert (await client.create_battle(CreateBattle(prompt="Why?"))).id == "b1"
    assert len(arena.received) == 2


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (error("TOO_EARLY", 429, Retry_After="0"), TooEarly),
        (error("QUOTA_EXCEEDED", 429, Retry_After="0"), QuotaExceeded),
        (error("NOT_FOUND", 404), NotFound),
    ],
)
@pytest.mark.parametrize("call", [*READS, *DEEDS])
async def test_a_refusal_that_will_not_pass_by_itself_is_final(
    client: ModelChorusClient, arena: ForeignArena, call: Call, answer: Response, failure: type[ArenaError]
) -> None:
    arena.answers(answer)
    with pytest.raises(failure):
        await call(client)
    assert len(arena.received) == 1


async def test_retry_after_is_how_long_the_client_waits(
    client: ModelChorusClient, arena: ForeignArena, repetitions: list[RetryDetails]
) -> None:
    arena.answers(
        error("RATE_LIMITED", 429, Retry_After="0.03"), PlainTextResponse("", 503, {"Retry-After": "0.01"}), STATS
    )
    with stamina.set_testing(False):
        assert (await client.stats()).total_votes == 30
    assert [repetition.wait_for for repetition in repetitions] == pytest.approx([0.03, 0.01])


async def test_waits_without_retry_after_grow_and_differ(
    client: ModelChorusClient, arena: ForeignArena, repetitions: list[RetryDetails], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the waiting itself is left out."""
    slept: list[float] = []

    async def no_sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("stamina._core._smart_sleep", no_sleep)
    arena.answers(PlainTextResponse("", 502))
    with stamina.set_testing(False), pytest.raises(ArenaUnanswered):
        await client.stats()
    assert len(repetitions) == 3
    for seconds, least in zip(slept, [0.25, 0.5, 1.0], strict=True):
        assert least <= seconds <= least + 0.5
    assert len({round(seconds % 0.25, 6) for seconds in slept}) == 3


async def test_a_wait_beyond_the_deadline_is_not_begun(arena: ForeignArena) -> None:
    arena.answers(error("RATE_LIMITED", 429, Retry_After="60"))
    async with serve(arena) as base_url, client_of(base_url, deadline=59) as client:
        with pytest.raises(RateLimited) as refusal:
            await client.stats()
    assert refusal.value.retry_after == 60
    assert len(arena.received) == 1


@pytest.mark.parametrize("call", [READS[0], *DEEDS])
async def test_everything_may_be_repeated_while_no_connection_was_made(
    call: Call, repetitions: list[RetryDetails]
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: refused, and nobody else can take the port
        async with client_of(f"http://127.0.0.1:{nobody.getsockname()[1]}") as client:
            with pytest.raises(ArenaUnreachable):
                await call(client)
    assert len(repetitions) == 3


async def _hang_up(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    pass


async def _stop_in_the_body(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"data": ')
    await writer.drain()


async def _talk_nonsense(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    await writer.drain()


@pytest.mark.parametrize("behaviour", [_hang_up, _stop_in_the_body, _talk_nonsense])
@pytest.mark.parametrize(("call", "attempts"), [(READS[0], 4), *((deed, 1) for deed in DEEDS)])
async def test_a_connection_cut_after_the_request_was_read(behaviour: Behaviour, call: Call, attempts: int) -> None:
    arena = RawArena(behaviour)
    async with arena.listening() as base_url, client_of(base_url) as client:
        with pytest.raises(ArenaUnanswered):
            await call(client)
    assert arena.requests == attempts


async def _stay_silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()  # until the client hangs up


@pytest.mark.parametrize(("call", "attempts"), [(READS[0], 4), (DEEDS[0], 1)])
async def test_an_arena_that_stays_silent_is_given_up(call: Call, attempts: int) -> None:
    arena = RawArena(_stay_silent)
    async with arena.listening() as base_url, client_of(base_url, timeout=httpx.Timeout(5, read=0.05)) as client:
        with pytest.raises(ArenaUnanswered, match="ReadTimeout"):
            await call(client)
    assert arena.requests == attempts


async def _drip_for_ever(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.01)


async def test_an_arena_that_drips_cannot_outlast_the_deadline() -> None:
    arena = RawArena(_drip_for_ever)
    async with arena.listening() as base_url, client_of(base_url, deadline=0.3) as client:
        with pytest.raises(ArenaUnanswered):
            await asyncio.wait_for(client.stats(), 10)
    assert arena.requests == 1


async def test_a_request_that_found_no_free_connection_was_not_sent() -> None:
    busy = asyncio.Event()

    async def keep_it(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        busy.set()
        await reader.read()

    arena = RawArena(keep_it)
    async with (
        arena.listening() as base_url,
        httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as http,
    ):
        timeout = httpx.Timeout(10, pool=0.02)
        client = ModelChorusClient(http, base_url=base_url, key=SecretStr(KEY), timeout=timeout)
        first = asyncio.create_task(client.stats())
        await asyncio.wait_for(busy.wait(), 5)
        with pytest.raises(ArenaUnreachable, match="PoolTimeout"):
            await client.create_battle(CreateBattle(prompt="Why?"))
        first.cancel()
        await asyncio.wait({first})
    assert arena.requests == 1
