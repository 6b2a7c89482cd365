"""Discord's ids: milliseconds since 2015 in the upper bits, a counter below (reference, "Snowflakes")."""

from datetime import UTC, datetime

from sandbox.clock import Clock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Snowflakes:
    """Makes ids that are unique and grow with time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def new(self) -> str:
        """The next id, as the decimal string in which Discord sends it."""
        milliseconds = int((self._clock.now() - EPOCH).total_seconds() * 1000)
        self._last = max(self._last + 1, milliseconds << 22)
        return str(self._last)
