from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sandbox.clock import ManualClock
from sandbox.state.snowflakes import EPOCH, Snowflakes

START = datetime(2026, 3, 1, tzinfo=UTC)


@given(st.lists(st.integers(0, 100), max_size=20), st.integers(0, 100))
def test_timers_fire_in_order_at_their_own_time_and_only_when_due(delays: list[int], moved: int) -> None:
    clock = ManualClock(START)
    fired: list[tuple[int, datetime]] = []
    for delay in delays:
        clock.call_later(delay, lambda delay=delay: fired.append((delay, clock.now())))  # type: ignore[misc]  # bound now
    clock.advance(moved)
    due = [d for d in sorted(delays) if d <= moved]
    assert fired == [(d, START + timedelta(seconds=d)) for d in due]
    assert clock.now() == START + timedelta(seconds=moved)


def test_a_timer_that_was_called_off_never_fires() -> None:
    clock = ManualClock(START)
    fired: list[str] = []
    clock.call_later(1, lambda: fired.append("kept"))
    clock.call_later(1, lambda: fired.append("called off")).cancel()
    clock.advance(2)
    assert fired == ["kept"]


def test_ids_grow_even_while_the_clock_stands_still_and_hold_the_time() -> None:
    factory = Snowflakes(ManualClock(START))
    ids = [int(factory.new()) for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert EPOCH + timedelta(milliseconds=ids[0] >> 22) == START
