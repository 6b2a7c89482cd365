"""Time as a parameter: the machine's clock, which can be made to jump, or one that a test moves by hand.

A sandbox has two. The world's clock decides what Discord decides by the time of day: the three seconds, the fifteen
minutes, how old a message is. The wire's clock decides rates and heartbeats, which a bot's library counts with the
machine's own timers: it never jumps with the world's.
"""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Timer(Protocol):
    """A call that is due later and may be called off."""

    def cancel(self) -> None:
        """Call it off; harmless when it has already happened."""


class Clock(Protocol):
    """What the sandbox knows of time."""

    @property
    def running(self) -> bool:
        """Whether time passes by itself."""

    def now(self) -> datetime:
        """The present, aware and in UTC."""

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` once `seconds` have passed on this clock."""

    def advance(self, seconds: float) -> None:
        """Move on, or back, by `seconds` at once; timers that fall due on the way are called, in order."""


class _Timer:
    def __init__(self, due: datetime, callback: Callable[[], None]) -> None:
        self.due = due
        self.callback: Callable[[], None] | None = callback
        self.forget: Callable[[], None] = _nothing

    def cancel(self) -> None:
        self.callback = None
        self.forget()

    def fire(self) -> None:
        callback = self.callback
        self.cancel()
        if callback is not None:
            callback()


def _nothing() -> None:
    """A timer that nobody armed leaves nothing behind."""


class SystemClock:
    """The machine's clock and the running event loop's timers."""

    running = True

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._armed: dict[_Timer, asyncio.TimerHandle] = {}

    def now(self) -> datetime:
        """The present, aware and in UTC."""
        return datetime.now(UTC) + self._ahead

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` once `seconds` have passed."""
        timer = _Timer(self.now() + timedelta(seconds=seconds), callback)
        self._arm(timer, seconds)
        return timer

    def advance(self, seconds: float) -> None:
        """Jump; what was due in the time left out is called now."""
        self._ahead += timedelta(seconds=seconds)
        for timer in sorted(self._armed, key=lambda timer: timer.due):
            if timer in self._armed:  # an earlier one may have called it off
                self._disarm(timer)
                self._arm(timer, (timer.due - self.now()).total_seconds())

    def _arm(self, timer: _Timer, seconds: float) -> None:
        if seconds <= 0:
            timer.fire()
            return
        self._armed[timer] = asyncio.get_running_loop().call_later(seconds, timer.fire)
        timer.forget = lambda: self._disarm(timer)

    def _disarm(self, timer: _Timer) -> None:
        handle = self._armed.pop(timer, None)
        if handle is not None:
            handle.cancel()


class ManualClock:
    """A clock that stands still until it is moved; timers fire, in order, while it moves."""

    running = False

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._timers: list[tuple[datetime, int, _Timer]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """The moment at which the clock stands."""
        return self._now

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` when the clock has been moved on by `seconds`."""
        timer = _Timer(self._now + timedelta(seconds=seconds), callback)
        heapq.heappush(self._timers, (timer.due, next(self._order), timer))
        return timer

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`, stopping at every timer that falls due on the way."""
        target = self._now + timedelta(seconds=seconds)
        while self._timers and self._timers[0][0] <= target:
            self._now, _, timer = heapq.heappop(self._timers)
            timer.fire()
        self._now = target
