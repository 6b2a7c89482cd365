"""Reports: a member says that something is wrong with a battle or a fight, and moderators get a link to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

import structlog

from community.clock import Clock
from community.errors import DeskClosed, StoreUnavailable
from community.places import MessageRef

log = structlog.get_logger(__name__)

MAX_WORDS: Final = 500
"""Characters of what is wrong."""
SHOWN: Final = 8
"""Reports on the moderators' page, newest first."""
LOOK_EVERY: Final = 5.0
"""Seconds between two looks for reports of which no moderator was told."""
TELL_WITHIN: Final = timedelta(hours=24)
"""A report that is older than this stands on the page alone."""


class Subject(StrEnum):
    """What can be reported, in the word that members read."""

    BATTLE = "battle"
    FIGHT = "fight"


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about, by its id."""

    subject: Subject
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One member's report. `message` shows what it is about; `void` means a battle that a moderator has voided."""

    id: int
    about: About
    guild_id: int
    message: MessageRef | None
    void: bool
    member_id: int
    words: str
    at: datetime


class ReportStore(Protocol):
    """Where reports are kept. Every method is one transaction."""

    async def file(self, guild_id: int, about: About, member_id: int, words: str, now: datetime) -> None:
        """Keep the report.

        Raises:
            BattleNotFound, FightNotFound: the guild has no such thing.
            AlreadyReported: the member has reported it before.
        """
        ...

    async def newest(self, guild_id: int, limit: int) -> Sequence[Report]:
        """The guild's reports, newest first."""
        ...

    async def untold(self, since: datetime) -> Sequence[tuple[Report, int]]:
        """Those filed since then of which nobody was told, oldest first, with the channel to tell in."""
        ...

    async def told(self, report_id: int, now: datetime) -> None:
        """Remember that the moderators were told."""
        ...

    async def channel(self, guild_id: int) -> int | None:
        """Where the guild's moderators are told, None where it named no channel."""
        ...

    async def choose_channel(self, guild_id: int, channel_id: int | None) -> None:
        """Tell the moderators there from now on, or nowhere."""
        ...


class Desk(Protocol):
    """Where moderators are told."""

    async def open(self, channel_id: int) -> bool:
        """Say there that reports come from now on; false where nothing can be said there."""
        ...

    async def tell(self, report: Report, channel_id: int) -> bool:
        """Post the report; false where another try may help. A channel that is gone is told in vain."""
        ...


class Reports:
    """The use cases."""

    def __init__(self, *, store: ReportStore, desk: Desk, clock: Clock) -> None:
        self._store = store
        self._desk = desk
        self._clock = clock

    async def file(self, guild_id: int, about: About, member_id: int, words: str) -> bool:
        """Keep the report; whether the guild has a channel in which its moderators are told.

        Raises:
            BattleNotFound, FightNotFound: the guild has no such thing.
            AlreadyReported: the member has reported it before.
        """
        await self._store.file(guild_id, about, member_id, words.strip()[:MAX_WORDS], self._clock.now())
        log.info("reports.filed", subject=about.subject, id=about.id, guild=guild_id, member=member_id)
        return await self._store.channel(guild_id) is not None

    async def newest(self, guild_id: int) -> Sequence[Report]:
        """What the moderators' page shows."""
        return await self._store.newest(guild_id, SHOWN)

    async def channel(self, guild_id: int) -> int | None:
        """Where the guild's moderators are told."""
        return await self._store.channel(guild_id)

    async def choose_channel(self, guild_id: int, channel_id: int | None) -> None:
        """Tell the guild's moderators there from now on, or nowhere.

        Raises:
            DeskClosed: nothing can be said there, so everything stays as it was.
        """
        if channel_id is not None and not await self._desk.open(channel_id):
            raise DeskClosed
        await self._store.choose_channel(guild_id, channel_id)


class Clerk:
    """Tells moderators of reports, each once: also of those that an earlier process left."""

    def __init__(self, *, store: ReportStore, desk: Desk, clock: Clock) -> None:
        self._store = store
        self._desk = desk
        self._clock = clock

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.warning("reports.not_kept", error=str(error))
            except Exception:
                # Nobody else would tell of the others; what went wrong stands in the log.
                log.exception("reports.look_failed")
            await self._clock.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Tell of what nobody was told of."""
        for report, channel_id in await self._store.untold(self._clock.now() - TELL_WITHIN):
            if await self._desk.tell(report, channel_id):
                await self._store.told(report.id, self._clock.now())
