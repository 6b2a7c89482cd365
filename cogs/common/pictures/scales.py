"""Axes: which numbers stand beside them, and where."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

_STEPS: Final = (10, 20, 50, 100, 200, 500, 1000, 2000)
_MOST_TICKS: Final = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps numbers from `low` to `high` to pixels from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Iterable[float], start: float, end: float) -> Self:
        """A scale that shows all values with a little room at both ends."""
        found = [*values]
        low, high = min(found), max(found)
        room = max((high - low) * 0.04, 1.0)
        return cls(low - room, high + room, start, end)

    def at(self, value: float) -> float:
        """The pixel."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[int]:
        """Round numbers inside, at most four."""
        span = self.high - self.low
        step = next((step for step in _STEPS if span / step < _MOST_TICKS), _STEPS[-1])
        return [*range(math.ceil(self.low / step) * step, math.floor(self.high) + 1, step)]
