"""A client never asks an endpoint that said it takes no more, and asks again when it said it would."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.responses import JSONResponse

from arena.clients import ArenaUnreachable, ConcurredClient, ConcurredLimits, Forbidden
from arena.clients.concurred.budget import AnnouncedBudget
from tests.arena.clients.concurred.streaming import BATTLE, COMPLETION, concurred_of
from tests.arena.clients.foreign import ForeignArena
from tests.arena.clients.test_budget import _SkippingLoop
from tests.support.serving import serve

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def headers(remaining: object, seconds: object, limit: object = 10, **more: str) -> httpx.Headers:
    """What an answer says, with the reset so many seconds from now (or as it stands, when it is text)."""
    reset = str(NOW.timestamp() + seconds) if isinstance(seconds, int | float) else str(seconds)
    return httpx.Headers(
        {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": str(remaining), "X-RateLimit-Reset": reset} | more
    )


def times_of(requests: int, *answers: httpx.Headers) -> list[float]:
    """When each of many simultaneous requests goes out after these answers, in seconds."""

    async def spend() -> list[float]:
        budget = AnnouncedBudget()
        for answer in answers:
            budget.observe(answer, NOW)

        async def one() -> float:
            await budget.acquire()
            return asyncio.get_running_loop().time()

        return sorted(await asyncio.gather(*(one() for _ in range(requests))))

    with asyncio.Runner(loop_factory=_SkippingLoop) as runner:
        return runner.run(spend())


@settings(deadline=None, max_examples=40)
@given(remaining=st.integers(0, 20), limit=st.integers(20, 60), seconds=st.floats(1, 60), requests=st.integers(1, 80))
def test_what_remains_goes_at_once_and_the_rest_after_the_reset(
    *, remaining: int, limit: int, seconds: float, requests: int
) -> None:
    times = times_of(min(requests, remaining + limit), headers(remaining, seconds, limit))
    assert all(time < 0.5 for time in times[:remaining])
    assert all(seconds - 0.001 <= time < seconds + 1 for time in times[remaining:])


def test_before_the_first_answer_nothing_waits() -> None:
    assert times_of(100)[-1] < 0.5


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Headers(),
        httpx.Headers({"X-RateLimit-Remaining": "0"}),
        httpx.Headers({"X-RateLimit-Reset": "0"}),
        headers("none", 30),
        headers(0, "soon"),
        headers(0, "nan"),
        headers("inf", 30),
    ],
)
def test_headers_that_cannot_be_read_say_nothing(answer: httpx.Headers) -> None:
    assert times_of(100, answer)[-1] < 0.5


@pytest.mark.parametrize("seconds", [0, -30])
def test_a_reset_that_has_passed_is_no_reason_to_wait(seconds: float) -> None:
    assert times_of(5, headers(0, seconds))[-1] < 0.5


@pytest.mark.parametrize("limit", ["", "0", "-5", "many"])
def test_an_unreadable_limit_lets_one_request_go_after_the_reset(limit: str) -> None:
    assert times_of(1, headers(0, 30, limit)) == [pytest.approx(30, abs=0.5)]


def test_the_servers_own_clock_counts() -> None:
    """Ours may be wrong by an hour; what the reset is away from the date of the same answer is right."""
    ahead = NOW + timedelta(hours=1)
    answer = headers(0, 3600 + 20, Date=format_datetime(ahead, usegmt=True))
    assert times_of(1, answer) == [pytest.approx(20, abs=0.5)]


@pytest.mark.parametrize("reset", [NOW.timestamp() * 1000, NOW.timestamp() + 7200])
def test_no_pause_is_longer_than_a_minute(reset: float) -> None:
    assert times_of(1, headers(0, str(reset))) == [pytest.approx(60, abs=0.5)]


def test_an_answer_that_comes_late_gives_nothing_back() -> None:
    assert times_of(3, headers(2, 30), headers(5, 30))[-1] == pytest.approx(30, abs=0.5)


def test_a_new_window_opens_with_its_first_answer() -> None:
    assert times_of(8, headers(0, 10), headers(8, 70))[-1] < 0.5


def used_up(body: dict[str, Any], status: int) -> JSONResponse:
    """An answer after which its endpoint takes nothing for an hour."""
    reset = str(datetime.now(UTC).timestamp() + 3600)
    said = {"X-RateLimit-Limit": "10", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    return JSONResponse(body, status, headers=said)


@pytest.mark.parametrize("begin", [lambda client: client.stream_battle(BATTLE), None])
async def test_an_answer_stops_the_next_request_to_the_same_endpoint_and_to_no_other(
    begin: Callable[[ConcurredClient], AsyncGenerator[Any, None]] | None,
) -> None:
    """Also a refused stream is heard, and a battle waits whichever form the one before it had."""
    arena = ForeignArena([used_up({"error": {"code": "FORBIDDEN", "message": "No."}}, 403)])
    limits = ConcurredLimits(answer=0.2, stream=0.2)
    async with serve(arena) as base_url, concurred_of(base_url, limits=limits) as client:
        with pytest.raises(Forbidden):
            await (client.battle(BATTLE) if begin is None else anext(begin(client)))
        with pytest.raises(ArenaUnreachable, match="request budget"):
            await client.battle(BATTLE)
        with pytest.raises(ArenaUnreachable, match="request budget"):
            await anext(client.stream_battle(BATTLE))
        with pytest.raises(Forbidden):
            await client.complete(COMPLETION)
    assert [request.raw_path for request in arena.received] == ["/api/v1/battle", "/api/v1/chat/completions"]
