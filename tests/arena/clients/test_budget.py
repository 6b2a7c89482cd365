"""One budget a key: never more than the limit in any minute, and fair to every battle in flight."""

import asyncio
import selectors

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.clients import ArenaUnreachable, RequestBudget, poll_interval
from tests.arena.clients.foreign import STATS, ForeignArena, client_of
from tests.support.serving import serve

INTERVALS = st.integers(1, 60_000)
LIMITS = st.integers(1, 6_000)
BATTLES = st.integers(0, 1_000)


class _SkippingSelector(selectors.DefaultSelector):
    """Where the loop would wait for a timer, the time has come. Like any clock it never stands still."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += max(timeout or 0, 1e-6)
        return super().select(0)


class _SkippingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _SkippingSelector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def _times_of(requests: int, requests_per_minute: int) -> list[float]:
    """When each of many simultaneous requests goes out, in seconds."""

    async def spend() -> list[float]:
        budget = RequestBudget(requests_per_minute)

        async def one() -> float:
            await budget.acquire()
            return asyncio.get_running_loop().time()

        return sorted(await asyncio.gather(*(one() for _ in range(requests))))

    with asyncio.Runner(loop_factory=_SkippingLoop) as runner:
        return runner.run(spend())


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 120), st.integers(1, 150))
def test_no_minute_holds_more_requests_than_the_limit(limit: int, requests: int) -> None:
    times = _times_of(requests, limit)
    for first, one_too_many in zip(times, times[limit:], strict=False):
        assert one_too_many - first >= 60 - 1e-6


@settings(deadline=None, max_examples=20)
@given(st.integers(10, 120))
def test_two_minutes_worth_of_requests_take_little_more_than_two_minutes(limit: int) -> None:
    """A budget that wastes half of the limit would hold the rule above, too."""
    assert _times_of(2 * limit, limit)[-1] < 130


def test_a_few_requests_do_not_wait() -> None:
    assert _times_of(60, 600)[-1] < 0.001


@pytest.mark.parametrize("limit", [0, -1])
def test_a_budget_of_nothing_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="at least one request"):
        RequestBudget(limit)


async def test_all_callers_share_the_budget_and_an_empty_one_sends_nothing() -> None:
    arena = ForeignArena([STATS])
    async with serve(arena) as base_url, client_of(base_url, requests_per_minute=20, deadline=1.0) as client:
        outcomes = await asyncio.gather(*(client.stats() for _ in range(6)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, ArenaUnreachable)]
    assert (len(arena.received), len(refused)) == (2, 4)
    assert "request budget" in str(refused[0])


def test_twenty_battles_at_two_seconds_leave_room_for_votes() -> None:
    assert poll_interval(2000, 1, 600) == 2
    assert poll_interval(2000, 15, 600) == 2
    assert poll_interval(2000, 20, 600) == pytest.approx(2.667, abs=0.001)


@given(INTERVALS, BATTLES, LIMITS)
def test_a_poll_never_comes_sooner_than_the_arena_asks(interval: int, battles: int, limit: int) -> None:
    assert poll_interval(interval, battles, limit) >= interval / 1000


@given(INTERVALS, BATTLES, LIMITS)
def test_polling_leaves_a_quarter_of_the_budget(interval: int, battles: int, limit: int) -> None:
    polls_a_minute = battles * 60 / poll_interval(interval, battles, limit)
    assert polls_a_minute <= limit * 0.75 + 1e-6


@given(INTERVALS, BATTLES, LIMITS)
def test_another_battle_never_shortens_the_interval(interval: int, battles: int, limit: int) -> None:
    assert poll_interval(interval, battles, limit) <= poll_interval(interval, battles + 1, limit)


@given(INTERVALS, BATTLES, LIMITS)
def test_the_interval_is_lengthened_only_when_the_budget_asks_for_it(interval: int, battles: int, limit: int) -> None:
    lengthened = poll_interval(interval, battles, limit)
    assert lengthened == max(interval / 1000, 0.1) or battles * 60 / lengthened == pytest.approx(limit * 0.75)


@given(st.integers(max_value=0), BATTLES, LIMITS)
def test_an_arena_that_names_no_interval_is_not_hammered(interval: int, battles: int, limit: int) -> None:
    assert poll_interval(interval, battles, limit) >= 0.1


@given(INTERVALS, BATTLES, LIMITS)
def test_a_budget_knows_its_own_intervals(interval: int, battles: int, limit: int) -> None:
    assert RequestBudget(limit).poll_interval(interval, battles) == poll_interval(interval, battles, limit)
