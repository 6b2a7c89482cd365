"""A circuit that opens when an arena fails again and again: callers learn it at once, and the arena gets a rest."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog

from arena.clients.errors import ArenaCircuitOpen, ArenaError, ArenaUnanswered, ArenaUnreachable, InternalError

log = structlog.get_logger(__name__)

FAILURES_UNTIL_OPEN: Final = 8
"""Requests in a row without an answer, or with INTERNAL_ERROR: two reads with all their repetitions."""
REST_SECONDS: Final = 20.0
"""How long nothing is sent then. After that one request goes out; its outcome decides for all."""

_FAILED: Final = (ArenaUnanswered, ArenaUnreachable, InternalError)


class Circuit:
    """Counts failures of one arena. Every answer, refusals too, means that it is there and closes the circuit."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` tells seconds on a clock that never goes back."""
        self._now = now
        self._failures = 0
        self._opened_at: float | None = None
        self._probing = False

    def check(self) -> None:
        """Pass where a request may go out now.

        Raises:
            ArenaCircuitOpen: none may; `retry_after` says when the next one may.
        """
        if self._opened_at is None:
            return
        left = self._opened_at + REST_SECONDS - self._now()
        if left > 0 or self._probing:
            raise ArenaCircuitOpen(
                f"nothing was sent: the last {self._failures} requests failed", retry_after=max(left, 1.0)
            )

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Send one request inside of this.

        Raises:
            ArenaCircuitOpen: it may not be sent.
        """
        self.check()
        probe = self._probing = self._opened_at is not None
        try:
            yield
        except _FAILED:
            self._fail()
            raise
        except ArenaError:
            self._succeed()
            raise
        else:
            self._succeed()
        finally:
            if probe:
                self._probing = False

    def _fail(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_UNTIL_OPEN:
            if self._opened_at is None:
                log.warning("arena.circuit_opened", failures=self._failures)
            self._opened_at = self._now()

    def _succeed(self) -> None:
        if self._opened_at is not None:
            log.info("arena.circuit_closed")
        self._failures, self._opened_at = 0, None
