"""A source refuses the bot's key: whoever runs the bot is told, once.

What is refused is a row before anybody is told of it, so several processes, or a restart, do not tell twice. A row
of which somebody was told goes when the same thing succeeds again; another key has rows of its own.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

import structlog

from community.clock import Clock
from community.errors import SourceKeyRefused, StoreUnavailable
from community.keeping import until_kept

log = structlog.get_logger(__name__)

LOOK_EVERY: Final = 5.0
"""Seconds between two looks for refusals of which nobody was told."""
LEASE: Final = timedelta(minutes=2)
"""How long telling is one process's work. After it another tries."""


class Errand(StrEnum):
    """What a key is needed for. A key may be good for one thing and not for another."""

    CREATE = "create"
    POLL = "poll"
    VOTE = "vote"
    FOLLOW_UP = "follow_up"
    FIGHT = "fight"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRefusal:
    """A source refused a key. `key` tells keys apart and is none; `code` is what the first member to meet it read."""

    source: str
    key: str
    errand: Errand
    code: str
    refused_at: datetime


class KeyStore(Protocol):
    """Where refusals are kept, one for each source and key. Every method is one transaction."""

    async def refused(self, refusal: KeyRefusal) -> None:
        """Keep it, unless one of this source and key stands."""
        ...

    async def taken(self, source: str, errand: Errand) -> None:
        """Forget what was told about this errand. What was not told yet still has to be: members read that it is."""
        ...

    async def standing(self) -> frozenset[tuple[str, Errand]]:
        """Of which errands somebody was told."""
        ...

    async def claim(self, *, now: datetime, leased_until: datetime) -> Sequence[KeyRefusal]:
        """Those of which nobody was told and that nobody is telling of now; until then it is the caller's work."""
        ...

    async def told(self, refusal: KeyRefusal, now: datetime) -> None:
        """Nobody needs to be told of it any more."""
        ...


class OperatorDesk(Protocol):
    """Where whoever runs the bot is told."""

    async def tell(self, refusal: KeyRefusal) -> bool:
        """Tell; false where another try may help. What can be told to nobody stands in the log."""
        ...


class KeyWatch:
    """Watches what sources say to the bot's keys. `keys` tells the keys of the hosted sources apart, by source."""

    def __init__(self, *, store: KeyStore, desk: OperatorDesk, keys: Mapping[str, str], clock: Clock) -> None:
        self._store = store
        self._desk = desk
        self._keys = keys
        self._clock = clock
        self._standing: frozenset[tuple[str, Errand]] = frozenset()

    @asynccontextmanager
    async def over(self, source: str, errand: Errand, *, code: str) -> AsyncIterator[None]:
        """Notice whether the source takes the key for what is done in the block; its errors pass."""
        try:
            yield
        except SourceKeyRefused:
            await self._refused(source, errand, code)
            raise
        await self._taken(source, errand)

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.warning("keys.not_kept", error=str(error))
            except Exception:
                # Nobody else would tell; what went wrong stands in the log.
                log.exception("keys.look_failed")
            await self._clock.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Tell of what nobody was told of, and learn what other processes and earlier ones met."""
        now = self._clock.now()
        for refusal in await self._store.claim(now=now, leased_until=now + LEASE):
            if await self._desk.tell(refusal):
                await self._store.told(refusal, self._clock.now())
                log.info("keys.told", source=refusal.source, code=refusal.code)
        self._standing = await self._store.standing()

    async def _refused(self, source: str, errand: Errand, code: str) -> None:
        log.warning("keys.refused", source=source, errand=errand, code=code)
        refusal = KeyRefusal(
            source=source,
            key=self._keys.get(source, ""),
            errand=errand,
            code=code,
            refused_at=self._clock.now(),
        )
        await until_kept(lambda: self._store.refused(refusal), clock=self._clock, source=source)

    async def _taken(self, source: str, errand: Errand) -> None:
        # Nearly always nothing stands, and what a source takes shall not cost a write.
        if (source, errand) not in self._standing:
            return
        try:
            await self._store.taken(source, errand)
        except StoreUnavailable as error:
            # It stands until the next time.
            log.warning("keys.not_kept", source=source, error=str(error))
            return
        self._standing -= {(source, errand)}
        log.info("keys.taken_again", source=source, errand=errand)
