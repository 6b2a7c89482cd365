"""One editor a message: the newest state wins, one edit is in flight, and the last state arrives.

Only a mistake, in the edit or in what is sent, ends an editor before that; the next change starts a new one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

log = structlog.get_logger(__name__)

EDIT_EVERY: Final = 1.0
"""Least seconds between two edits of a message. Discord takes about five in five seconds a channel."""
MAX_PAUSE: Final = 60.0
"""Longest pause in seconds between two tries of an edit that fails."""

Sleep = Callable[[float], Awaitable[None]]
Turn = Callable[[float], Awaitable[None]]


class LiveMessage:
    """Keeps one message at the newest state.

    `edit` reads the state when it runs, so that many changes between two edits cost one. Where the message has to wait
    for its turn, `turn` does so, and is told since when, in the loop's time, there is something new. Both raise
    `EditFailed` for a fault that may pass; whatever else they meet is their own to bear.
    """

    def __init__(
        self,
        edit: Callable[[], Awaitable[None]],
        *,
        turn: Turn | None = None,
        sleep: Sleep = asyncio.sleep,
        every: float = EDIT_EVERY,
    ) -> None:
        """`every` is the least number of seconds between two edits."""
        self._edit = edit
        self._turn = turn
        self._sleep = sleep
        self._every = every
        self._wanted = 0
        self._showing = 0
        self._since = 0.0
        self._shown = 0
        self._edited = asyncio.Event()
        self._editor: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether everything is shown and no pause has to be kept any more."""
        return self._editor is None

    def changed(self) -> None:
        """Say that there is something new; returns at once."""
        if self._showing == self._wanted:
            self._since = asyncio.get_running_loop().time()
        self._wanted += 1
        if self._editor is None:
            self._start()

    async def settled(self) -> None:
        """Wait until the editor rests: everything is shown."""
        while self._editor is not None:
            await asyncio.wait([self._editor])

    async def caught_up(self) -> None:
        """Wait until everything is shown, the pause after it left out; also over where a mistake ended the editor."""
        while self._editor is not None and self._shown < self._wanted:
            self._edited.clear()
            await self._edited.wait()

    async def close(self) -> None:
        """Stop editing at once."""
        if self._editor is not None:
            self._editor.cancel()
            await asyncio.wait([self._editor])

    def _start(self) -> None:
        self._editor = asyncio.create_task(self._catch_up(), name="live message")
        self._editor.add_done_callback(self._stopped)

    async def _catch_up(self) -> None:
        failures = 0
        while self._shown < self._wanted:
            since = self._since
            try:
                if self._turn is not None:
                    await self._turn(since)
                self._showing = self._wanted
                await self._edit()
            except EditFailed:
                failures += 1
                self._showing, self._since = self._shown, since
                await self._sleep(min(EDIT_EVERY * 2**failures, MAX_PAUSE))
                continue
            failures = 0
            self._shown = self._showing
            self._edited.set()
            await self._sleep(self._every)

    def _stopped(self, editor: "asyncio.Task[None]") -> None:
        self._editor = None
        self._edited.set()
        if editor.cancelled():
            return
        if (error := editor.exception()) is not None:
            log.error("live.failed", exc_info=error)
        elif self._shown < self._wanted:
            # Something changed after the editor had seen that all was shown, and before it was known to have ended.
            self._start()


class EditFailed(Exception):  # noqa: N818 - reads as what happened
    """The edit did not happen, and another try may help."""
