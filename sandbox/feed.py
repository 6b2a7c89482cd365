"""What members see happen: numbered events, live for whoever looks and kept for whoever reconnects."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sandbox.traffic import Shown, Traffic

_KEPT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event for some members; `id` grows by one."""

    id: int
    name: str
    data: dict[str, Any]
    members: frozenset[str]


class Feed:
    """Publishes to the open streams of the members concerned."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._kept: deque[Event] = deque(maxlen=_KEPT)
        self._streams: dict[asyncio.Queue[Event | None], str] = {}
        self._held: list[tuple[str, dict[str, Any], frozenset[str]]] | None = None
        self._last = 0
        self._closed = False

    @property
    def last_id(self) -> int:
        """The id of the newest event; 0 before the first."""
        return self._last

    def publish(self, name: str, data: dict[str, Any], members: Iterable[str]) -> None:
        """Tell these members, at once or, inside `held`, when it is let go."""
        told = frozenset(members)
        if self._held is None:
            self._deliver(name, data, told)
        else:
            self._held.append((name, data, told))

    @contextmanager
    def held(self) -> Iterator[Callable[[], None]]:
        """Hold back what the block publishes until the function it yields is called.

        The block must not await. Without this a member could press a button before the bot has read that its
        message was sent: with Discord the network is slower than the answer, on loopback it is not.
        """
        held = self._held = []

        def let_go() -> None:
            for name, data, members in held:
                self._deliver(name, data, members)

        try:
            yield let_go
        finally:
            self._held = None

    def _deliver(self, name: str, data: dict[str, Any], members: frozenset[str]) -> None:
        self._last += 1
        event = Event(id=self._last, name=name, data=data, members=members)
        self._kept.append(event)
        self._traffic.shown.append(Shown(event=name, data=data, members=event.members))
        for queue, member in self._streams.items():
            if member in event.members:
                queue.put_nowait(event)

    @contextmanager
    def stream(self, member: str, after: int | None) -> Iterator[asyncio.Queue[Event | None]]:
        """A queue of this member's events, first those after id `after`; None in it ends the stream."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        if after is not None:
            for event in self._kept:
                if event.id > after and member in event.members:
                    queue.put_nowait(event)
        if self._closed:
            queue.put_nowait(None)
        self._streams[queue] = member
        try:
            yield queue
        finally:
            del self._streams[queue]

    def close(self) -> None:
        """End every stream, and those that are yet to open."""
        self._closed = True
        for queue in self._streams:
            queue.put_nowait(None)
