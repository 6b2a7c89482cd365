"""A circuit that opens when an arena fails again and again."""

import pytest

from arena.clients import (
    FAILURES_UNTIL_OPEN,
    REST_SECONDS,
    ArenaCircuitOpen,
    InternalError,
    ModelChorusClient,
    NotFound,
)
from tests.arena.clients.foreign import BATTLE, STATS, ForeignArena, client_of, error
from tests.support.serving import serve

DOWN = error("INTERNAL_ERROR", 500)


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


async def fail_until_open(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(DOWN)
    for _ in range(2):  # each is tried four times
        with pytest.raises(InternalError):
            await client.stats()
    assert len(arena.received) == FAILURES_UNTIL_OPEN


async def test_after_failures_in_a_row_nothing_is_sent_and_callers_learn_it_at_once() -> None:
    arena, clock = ForeignArena(), Seconds()
    async with serve(arena) as url, client_of(url, clock=clock) as client:
        await fail_until_open(client, arena)
        arena.answers(STATS)
        with pytest.raises(ArenaCircuitOpen, match=f"the last {FAILURES_UNTIL_OPEN} requests failed") as refused:
            await client.stats()
        assert len(arena.received) == FAILURES_UNTIL_OPEN
        assert refused.value.nothing_happened
        assert refused.value.retry_after == REST_SECONDS


async def test_after_the_rest_one_success_closes_it() -> None:
    arena, clock = ForeignArena(), Seconds()
    async with serve(arena) as url, client_of(url, clock=clock) as client:
        await fail_until_open(client, arena)
        arena.answers(STATS)
        clock.now += REST_SECONDS
        assert (await client.stats()).total_models == 3
        assert (await client.stats()).total_models == 3


async def test_after_the_rest_one_failure_opens_it_again() -> None:
    arena, clock = ForeignArena(), Seconds()
    async with serve(arena) as url, client_of(url, clock=clock) as client:
        await fail_until_open(client, arena)
        clock.now += REST_SECONDS
        with pytest.raises(ArenaCircuitOpen):
            await client.stats()
        assert len(arena.received) == FAILURES_UNTIL_OPEN + 1
        with pytest.raises(ArenaCircuitOpen):
            await client.battle("b1")
        assert len(arena.received) == FAILURES_UNTIL_OPEN + 1


async def test_a_refusal_is_an_answer() -> None:
    """What the arena says no to again and again is the caller's fault, not the arena's."""
    arena, clock = ForeignArena(), Seconds()
    async with serve(arena) as url, client_of(url, clock=clock) as client:
        arena.answers(error("NOT_FOUND", 404))
        for _ in range(2 * FAILURES_UNTIL_OPEN):
            with pytest.raises(NotFound):
                await client.battle("b1")


async def test_failures_count_only_in_a_row() -> None:
    arena, clock = ForeignArena(), Seconds()
    async with serve(arena) as url, client_of(url, clock=clock) as client:
        nearly = [DOWN] * (FAILURES_UNTIL_OPEN - 1)
        arena.answers(*nearly, BATTLE, *nearly, BATTLE)
        for _ in range(2):
            with pytest.raises(InternalError):
                await client.battle("b1")
            assert (await client.battle("b1")).responses_ready


async def test_each_client_has_its_own() -> None:
    arena, clock = ForeignArena(), Seconds()
    async with (
        serve(arena) as url,
        client_of(url, clock=clock) as client,
        client_of(url, clock=clock) as other,
    ):
        await fail_until_open(client, arena)
        arena.answers(STATS)
        assert (await other.stats()).total_models == 3
