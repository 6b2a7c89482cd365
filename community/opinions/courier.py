"""Carrying the starters' ratings upstream: each once, whatever happens on the way.

A rating is marked as being sent before it is sent. Where it is not known whether it arrived (an answer that was lost, a
process that was killed), the source is asked whether the vote carries feedback. Only where it says no is it sent again;
where it does not say, it is not: better lost there than doubled.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import structlog

from community.clock import Clock
from community.errors import SourceError, SourceRefused, SourceTooEarly, SourceUnreachable, StoreUnavailable
from community.opinions.ports import OpinionSource, Outbox
from community.opinions.values import Parcel

log = structlog.get_logger(__name__)

LOOK_EVERY: Final = 5.0
"""Seconds between two looks into the outbox."""
RETRY_IN: Final = timedelta(minutes=1)
"""How long a rating waits whose source could not be reached."""


class FeedbackCourier:
    """Empties the outbox, one parcel at a time."""

    def __init__(self, *, outbox: Outbox, sources: Mapping[str, OpinionSource], clock: Clock) -> None:
        self._outbox = outbox
        self._sources = sources
        self._clock = clock

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.warning("feedback.not_kept", error=str(error))
            except Exception:
                # Nobody else would carry the others; what went wrong stands in the log.
                log.exception("feedback.look_failed")
            await self._clock.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Decide what is undecided, then send what is due."""
        for parcel in await self._outbox.undecided():
            await self._decide(parcel)
        for battle_id in await self._outbox.due(self._clock.now()):
            if (taken := await self._outbox.take(battle_id)) is not None:
                await self._send(taken)

    async def _send(self, parcel: Parcel) -> None:
        source = self._sources.get(parcel.source)
        if source is None:
            await self._settle(parcel, sent=False, why="no source")
            return
        try:
            await source.give_feedback(parcel.upstream_id, parcel.rating)
        except (SourceUnreachable, SourceTooEarly):
            await self._outbox.put_back(parcel.battle_id, self._clock.now() + RETRY_IN)
        except SourceRefused as error:
            await self._settle(parcel, sent=False, why=str(error))
        except SourceError as error:
            log.info("feedback.unanswered", battle=parcel.battle_id, error=str(error))
            await self._decide(parcel)
        else:
            await self._settle(parcel, sent=True, why="accepted")

    async def _decide(self, parcel: Parcel) -> None:
        """Learn from the source whether the rating arrived; where it cannot be asked, the next look asks again."""
        source = self._sources.get(parcel.source)
        try:
            stands = None if source is None else await source.feedback_stands(parcel.upstream_id)
        except SourceRefused:
            stands = None
        except SourceError as error:
            log.info("feedback.undecided", battle=parcel.battle_id, error=str(error))
            return
        if stands is False:
            await self._outbox.put_back(parcel.battle_id, self._clock.now())
        else:
            await self._settle(parcel, sent=bool(stands), why="asked")

    async def _settle(self, parcel: Parcel, *, sent: bool, why: str) -> None:
        await self._outbox.settle(parcel.battle_id, sent=sent)
        log.info("feedback.settled", battle=parcel.battle_id, sent=sent, why=why)
