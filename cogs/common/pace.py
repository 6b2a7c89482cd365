"""Sharing what Discord takes among all messages that are kept live.

Discord documents 50 requests a second for a bot; a channel takes about five edits in five seconds, and three in six of
messages that are over an hour old (30046). Whoever comes first is served first, and nobody has more than one edit in
flight, so the messages take turns.
"""

import asyncio
from datetime import datetime, timedelta
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


class _Spacing:
    """Hands out moments at least so many seconds apart, in the order in which they are asked for."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.next = 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        mine = max(now, self.next)
        self.next = mine + self._seconds
        if mine > now:
            await asyncio.sleep(mine - now)


class EditPace:
    """One for all live messages of a process. Rates are Discord's, so they are kept in the machine's own time."""

    def __init__(self) -> None:
        self._all = _Spacing(1 / EDITS_A_SECOND)
        self._channels: dict[tuple[int, bool], _Spacing] = {}

    async def turn(self, channel_id: int, *, old: bool = False) -> None:
        """Wait until it is this message's turn to be edited."""
        await self._channel(channel_id, old=old).turn()
        await self._all.turn()

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
