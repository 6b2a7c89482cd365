from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.engine.admission import Pace
from arena.engine.errors import RateLimited
from tests.support.clock import EagerClock

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@given(st.integers(1, 5), st.lists(st.floats(0, 40), min_size=1, max_size=40))
def test_no_minute_ever_holds_more_than_the_limit_and_every_wait_named_is_enough(
    limit: int, pauses: list[float]
) -> None:
    clock = EagerClock(START)
    pace = Pace(clock.now)
    taken: list[datetime] = []
    for pause in pauses:
        clock.advance(pause)
        try:
            pace.take("somebody", limit)
        except RateLimited as refusal:
            clock.advance(refusal.retry_after.total_seconds())
            pace.take("somebody", limit)
        taken.append(clock.now())
        assert sum(moment > clock.now() - MINUTE for moment in taken) <= limit


def test_those_who_have_been_quiet_for_a_minute_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arena.engine.admission._FEW", 3)
    clock = EagerClock(START)
    pace = Pace(clock.now)
    for name in ("a", "b"):
        pace.take(name, 1)
    clock.advance(59)
    pace.take("c", 1)
    clock.advance(1)
    pace.take("d", 1)
    assert set(pace._requests) == {"c", "d"}
    with pytest.raises(RateLimited):
        pace.take("c", 1)
