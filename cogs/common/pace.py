"""Sharing what Discord takes among all messages that are kept live.

Discord documents 50 requests a second for a bot; a channel takes about five edits in five seconds, and three in six of
messages that are over an hour old (30046). Nobody has more than one edit in flight, and of all that wait the message
whose news is oldest goes first.
"""

import asyncio
import heapq
from datetime import datetime, timedelta
from itertools import count
from typing import Final

EDITS_A_SECOND: Final = 45
"""Of the 50 requests a second that Discord takes; the rest is for what members do."""
CHANNEL_EVERY: Final = 1.0
"""Least seconds between two edits in a channel."""
OLD_CHANNEL_EVERY: Final = 2.0
"""The same for messages that are over an hour old."""
OLD_AFTER: Final = timedelta(hours=1)
_DISCORD_EPOCH_MS: Final = 1_420_070_400_000
_MOST_CHANNELS: Final = 1_000
_CATCHES_UP: Final = 2
"""Edits that may follow at once when the process comes too late. More would pass the limit, and then all wait."""


class _Spacing:
    """Hands out moments at least so many seconds apart, in the order in which they are asked for."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.next = 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        mine = self.took()
        if mine > now:
            await asyncio.sleep(mine - now)

    def took(self) -> float:
        """Hand out the next moment, whether anybody waits for it or not."""
        mine = max(asyncio.get_running_loop().time(), self.next)
        self.next = mine + self._seconds
        return mine


class _Queue:
    """Lets those who wait pass at least so many seconds apart, oldest news first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()
        self._usher: asyncio.Task[None] | None = None

    async def turn(self, since: float) -> None:
        passing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (since, next(self._order), passing))
        if self._usher is None:
            self._usher = asyncio.create_task(self._let_pass(), name="edit pace")
        await passing

    def took(self) -> None:
        """Somebody passed without waiting."""
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now - _CATCHES_UP * self._seconds) + self._seconds

    async def _let_pass(self) -> None:
        while self._waiting:
            wait = self._next - asyncio.get_running_loop().time()
            if wait > 0:
                await asyncio.sleep(wait)
            _, _, passing = heapq.heappop(self._waiting)
            if not passing.done():  # whoever stopped waiting takes no turn
                passing.set_result(None)
                self.took()
        self._usher = None


class EditPace:
    """One for all live messages of a process. Rates are Discord's, so they are kept in the machine's own time."""

    def __init__(self) -> None:
        self._all = _Queue(1 / EDITS_A_SECOND)
        self._channels: dict[tuple[int, bool], _Spacing] = {}

    async def turn(self, channel_id: int, *, since: float, old: bool = False) -> None:
        """Wait until it is this message's turn to be edited; its news came at `since` of the loop's time."""
        await self._channel(channel_id, old=old).turn()
        await self._all.turn(since)

    def took(self, channel_id: int) -> None:
        """Count an edit that waited for no turn: of a message that changes seldom, such as a battle's."""
        self._channel(channel_id, old=False).took()
        self._all.took()

    def _channel(self, channel_id: int, *, old: bool) -> _Spacing:
        if len(self._channels) > _MOST_CHANNELS:
            now = asyncio.get_running_loop().time()
            self._channels = {key: spacing for key, spacing in self._channels.items() if spacing.next > now}
        every = OLD_CHANNEL_EVERY if old else CHANNEL_EVERY
        return self._channels.setdefault((channel_id, old), _Spacing(every))


def is_old(message_id: int, now: datetime) -> bool:
    """Whether Discord takes few edits of this message; its id tells when it was sent."""
    sent_ms = (message_id >> 22) + _DISCORD_EPOCH_MS
    return now.timestamp() - sent_ms / 1000 >= OLD_AFTER.total_seconds()
