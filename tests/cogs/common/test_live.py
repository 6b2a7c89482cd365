import asyncio

import pytest

from cogs.common.live import EDIT_EVERY, MAX_PAUSE, EditFailed, LiveMessage


class Pauses:
    """A sleep that ends when the test says so."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.begun = asyncio.Event()
        self._waiting: asyncio.Queue[asyncio.Event] = asyncio.Queue()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.begun.set()
        over = asyncio.Event()
        self._waiting.put_nowait(over)
        await over.wait()

    async def end_next(self) -> None:
        (await asyncio.wait_for(self._waiting.get(), 5)).set()


async def test_many_changes_between_two_edits_cost_one_edit_with_the_newest_state() -> None:
    pauses = Pauses()
    state = 0
    shown: list[int] = []

    async def edit() -> None:
        shown.append(state)

    live = LiveMessage(edit, sleep=pauses)
    for state in range(1, 4):  # noqa: B007 - edit reads it
        live.changed()
    await pauses.begun.wait()
    for state in range(4, 100):  # noqa: B007 - edit reads it
        live.changed()
    await pauses.end_next()
    await pauses.end_next()
    await live.settled()

    assert shown == [3, 99]
    assert pauses.asked == [EDIT_EVERY, EDIT_EVERY]


async def test_who_waits_until_all_is_shown_keeps_no_pause_after_it() -> None:
    pauses, edits = Pauses(), 0

    async def edit() -> None:
        nonlocal edits
        edits += 1

    live = LiveMessage(edit, sleep=pauses)
    live.changed()
    await live.caught_up()
    live.changed()
    waiting = asyncio.create_task(live.caught_up())
    await asyncio.sleep(0)
    assert (edits, waiting.done()) == (1, False)
    await pauses.end_next()
    await waiting
    assert edits == 2
    assert not live.idle
    await live.close()


async def test_nobody_waits_for_an_editor_that_a_mistake_has_ended() -> None:
    async def edit() -> None:
        raise ZeroDivisionError

    live = LiveMessage(edit)
    live.changed()
    async with asyncio.timeout(5):
        await live.caught_up()


async def test_a_change_during_an_edit_is_shown_by_the_next() -> None:
    editing, proceed = asyncio.Event(), asyncio.Event()
    edits = 0

    async def edit() -> None:
        nonlocal edits
        edits += 1
        editing.set()
        await proceed.wait()

    async def no_pause(_seconds: float) -> None:
        return

    live = LiveMessage(edit, sleep=no_pause)
    live.changed()
    await editing.wait()
    live.changed()
    proceed.set()
    await live.settled()
    assert edits == 2


async def test_a_change_while_the_editor_comes_to_its_end_is_shown_too() -> None:
    pauses = Pauses()
    edits = 0

    async def edit() -> None:
        nonlocal edits
        edits += 1

    live = LiveMessage(edit, sleep=pauses)
    live.changed()
    await pauses.begun.wait()
    await pauses.end_next()
    loop = asyncio.get_running_loop()
    # The editor ends in the next round of the loop, and its end is heard of in the one after: this falls in between.
    loop.call_soon(loop.call_soon, live.changed)
    pauses.begun.clear()
    await asyncio.wait_for(pauses.begun.wait(), 5)
    await pauses.end_next()
    await live.settled()
    assert edits == 2


async def test_a_failing_edit_is_tried_again_ever_more_slowly_until_it_succeeds() -> None:
    pauses: list[float] = []
    failures = iter([True] * 8 + [False])

    async def record(seconds: float) -> None:
        pauses.append(seconds)

    async def edit() -> None:
        if next(failures):
            raise EditFailed

    live = LiveMessage(edit, sleep=record)
    live.changed()
    await live.settled()
    assert pauses == [2, 4, 8, 16, 32, MAX_PAUSE, MAX_PAUSE, MAX_PAUSE, EDIT_EVERY]


async def test_closing_stops_a_waiting_editor() -> None:
    started = asyncio.Event()

    async def edit() -> None:
        started.set()

    live = LiveMessage(edit)
    live.changed()
    await started.wait()
    await asyncio.wait_for(live.close(), 5)
    assert live.idle


@pytest.mark.parametrize("error", [RuntimeError("a mistake"), ValueError("another")])
async def test_a_mistake_in_edit_stops_this_round_only(error: Exception) -> None:
    rounds = 0

    async def edit() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            raise error

    async def no_pause(_seconds: float) -> None:
        return

    live = LiveMessage(edit, sleep=no_pause)
    live.changed()
    await live.settled()
    live.changed()
    await live.settled()
    assert rounds == 2


async def test_what_changes_while_the_message_waits_for_its_turn_costs_no_edit_of_its_own() -> None:
    waiting, go, edits, since = asyncio.Event(), asyncio.Event(), 0, list[float]()

    async def turn(news: float) -> None:
        since.append(news)
        waiting.set()
        await go.wait()

    async def edit() -> None:
        nonlocal edits
        edits += 1

    async def no_pause(_seconds: float) -> None:
        return

    live = LiveMessage(edit, turn=turn, sleep=no_pause)
    begun = asyncio.get_running_loop().time()
    live.changed()
    await waiting.wait()
    live.changed()
    go.set()
    await live.settled()
    assert edits == 1
    assert begun <= since[0] <= asyncio.get_running_loop().time()
    live.changed()
    await live.settled()
    assert edits == 2
    assert since[0] <= since[1]
