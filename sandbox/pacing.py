"""Counts requests in windows, and says what Discord's headers say of them (topics/rate-limits#header-format)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.rules.rates import Pace

_PRUNE_ABOVE = 10_000


@dataclass(slots=True)
class _Window:
    ends: datetime
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The answer to one request: whether it may pass, and what is left of its window."""

    pace: Pace
    allowed: bool
    remaining: int
    resets_at: datetime
    reset_after: float

    @property
    def headers(self) -> dict[str, str]:
        """The headers that every answer of a limited route carries."""
        return {
            "X-RateLimit-Limit": str(self.pace.value.requests),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{self.resets_at.timestamp():.3f}",
            "X-RateLimit-Reset-After": f"{self.reset_after:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(self.pace.name.encode()).hexdigest()[:32],
        }


class Pacer:
    """The windows of one clock. A window begins with its first request."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[tuple[Pace, str], _Window] = {}

    def take(self, pace: Pace, key: str = "") -> Passage:
        """Count one request, unless the window is full: then nothing is counted and it may not pass."""
        window = self._window(pace, key)
        allowed = window.count < pace.value.requests
        window.count += allowed
        return self._passage(pace, window, allowed=allowed)

    def look(self, pace: Pace, key: str = "") -> Passage:
        """What `take` would answer, counting nothing."""
        window = self._window(pace, key)
        return self._passage(pace, window, allowed=window.count < pace.value.requests)

    def _window(self, pace: Pace, key: str) -> _Window:
        now = self._clock.now()
        window = self._windows.get((pace, key))
        if window is None or window.ends <= now:
            if len(self._windows) > _PRUNE_ABOVE:
                self._windows = {k: w for k, w in self._windows.items() if w.ends > now}
            window = self._windows[pace, key] = _Window(now + timedelta(seconds=pace.value.seconds))
        return window

    def _passage(self, pace: Pace, window: _Window, *, allowed: bool) -> Passage:
        return Passage(
            pace=pace,
            allowed=allowed,
            remaining=pace.value.requests - window.count,
            resets_at=window.ends,
            reset_after=(window.ends - self._clock.now()).total_seconds(),
        )
