"""All live messages share what Discord takes: oldest news first."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from cogs.common.pace import CHANNEL_EVERY, EDITS_A_SECOND, OLD_CHANNEL_EVERY, EditPace, is_old

NOW = datetime(2026, 7, 13, 18, 40, tzinfo=UTC)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was waited for, without waiting for it."""
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)

    monkeypatch.setattr("cogs.common.pace.asyncio.sleep", sleep)
    return asked


async def test_messages_in_many_channels_take_turns_at_what_discord_takes(waits: list[float]) -> None:
    pace, served = EditPace(), list[int]()

    async def edit(channel: int) -> None:
        await pace.turn(channel, since=0)
        served.append(channel)

    await asyncio.gather(*(edit(channel) for channel in range(100)))
    assert served == list(range(100))
    assert max(waits) == pytest.approx(99 / EDITS_A_SECOND, abs=0.05)


@pytest.mark.parametrize(("old", "every"), [(False, CHANNEL_EVERY), (True, OLD_CHANNEL_EVERY)])
async def test_a_channel_takes_an_edit_a_second_and_of_old_messages_half_as_many(
    waits: list[float], *, old: bool, every: float
) -> None:
    pace = EditPace()
    for _ in range(4):
        await pace.turn(1, since=0, old=old)
    longest = sorted(waits)[-3:]
    assert longest == [pytest.approx(every * number, abs=0.05) for number in (1, 2, 3)]


async def test_a_busy_channel_keeps_no_other_waiting(waits: list[float]) -> None:
    pace = EditPace()
    for _ in range(20):
        await pace.turn(1, since=0)
    waits.clear()
    await pace.turn(2, since=0)
    assert sum(waits) < 1


async def test_the_oldest_news_goes_first(waits: list[float]) -> None:
    pace, served = EditPace(), list[int]()

    async def edit(channel: int) -> None:
        await pace.turn(channel, since=-channel)
        served.append(channel)

    await asyncio.gather(*(edit(channel) for channel in range(20)))
    assert served == list(reversed(range(20)))
    assert waits


async def test_a_process_that_comes_too_late_does_not_make_up_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now, passed, pace = 0.0, list[float](), EditPace()

    async def late(seconds: float) -> None:
        nonlocal now
        now += seconds + (0.5 if len(passed) == 30 else 0.0)
        await real(0)

    async def edit(channel: int) -> None:
        await pace.turn(channel, since=0)
        passed.append(now)

    real = asyncio.sleep
    monkeypatch.setattr("cogs.common.pace.asyncio.sleep", late)
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    await asyncio.gather(*(edit(channel) for channel in range(100)))
    most = max(sum(begun <= moment < begun + 1 for moment in passed) for begun in passed)
    assert most <= 50
    assert now == pytest.approx(100 / EDITS_A_SECOND + 0.5, abs=0.1)


async def test_edits_that_waited_for_no_turn_are_counted(waits: list[float]) -> None:
    pace = EditPace()
    for _ in range(3):
        pace.took(1)
    assert not waits
    await pace.turn(1, since=0)
    assert waits[0] == pytest.approx(3 * CHANNEL_EVERY, abs=0.05)


async def test_channels_that_rest_are_forgotten(waits: list[float]) -> None:
    pace = EditPace()
    for channel in range(3_000):
        await pace.turn(channel, since=0)
    assert len(pace._channels) <= 1_001 + len(waits)


def test_an_id_tells_how_old_a_message_is() -> None:
    sent_ms = int((NOW - timedelta(hours=1)).timestamp() * 1000)
    message_id = (sent_ms - 1_420_070_400_000) << 22
    assert is_old(message_id, NOW)
    assert not is_old(message_id, NOW - timedelta(seconds=1))
