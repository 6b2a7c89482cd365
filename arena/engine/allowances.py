"""How many requests a caller has left at one address, in windows of a minute that open with the first of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from arena.engine.errors import RateLimited
from arena.engine.values import Clock

_MINUTE: Final = timedelta(minutes=1)
_FEW: Final = 10_000
"""Windows remembered before those that are over are forgotten."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a window still takes, and when it opens anew."""

    limit: int
    remaining: int
    resets_at: datetime


class Allowances:
    """Counts in the memory of this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[str, Allowance] = {}

    def take(self, subject: str, limit: int) -> Allowance:
        """Count a request if it is within `limit`, and say how the window stands then."""
        now = self._clock()
        window = self._windows.get(subject)
        if window is None or window.resets_at <= now:
            if len(self._windows) >= _FEW:
                self._windows = {name: open_ for name, open_ in self._windows.items() if open_.resets_at > now}
            window = Allowance(limit, limit, now + _MINUTE)
        window = Allowance(limit, window.remaining - 1, window.resets_at)
        if window.remaining >= 0:
            self._windows[subject] = window
        return window

    def wait(self, allowance: Allowance) -> RateLimited:
        """What to say where nothing is left."""
        return RateLimited(
            f"Too many requests: {allowance.limit} a minute are allowed here.",
            retry_after=allowance.resets_at - self._clock(),
        )
