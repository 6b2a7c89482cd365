"""Following each fight from its first event to its end.

One task follows one fight. Every event is a row before anybody sees it, so whatever ends the process, what was reached
is there afterwards. A fight that goes on when the process ends is marked as interrupted: by this process where it ends
in order, else by the next one.
"""

import asyncio
import random
from contextlib import aclosing
from typing import Final

import structlog

from arena.wire.concurred import Event, SessionStart
from community.clock import Clock
from community.errors import (
    SourceDeclined,
    SourceError,
    SourceKeyRefused,
    SourceMalformed,
    SourceRefused,
    SourceUnreachable,
    StoreUnavailable,
)
from community.fights.folding import apply, fold
from community.fights.ports import FightSource, FightStage, FightStore
from community.fights.state import FightState
from community.fights.values import Fight, FightFailure, FightId, Status
from community.keeping import until_kept
from community.keys import Errand, KeyWatch

log = structlog.get_logger(__name__)

_FAILURES: Final[tuple[tuple[type[SourceError], FightFailure], ...]] = (
    (SourceKeyRefused, FightFailure.KEY_REFUSED),
    (SourceDeclined, FightFailure.DECLINED),
    (SourceRefused, FightFailure.NO_ANSWER),
    (SourceUnreachable, FightFailure.NO_ANSWER),
    (SourceMalformed, FightFailure.ODD_REPLY),
)


class FightRunner:
    """Follows all fights of this process. `chance` deals the letters of anonymous fights."""

    def __init__(
        self,
        *,
        store: FightStore,
        source: FightSource,
        stage: FightStage,
        keys: KeyWatch,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._store = store
        self._source = source
        self._stage = stage
        self._keys = keys
        self._clock = clock
        self._chance = chance
        self._drivers: dict[FightId, asyncio.Task[None]] = {}
        self._states: dict[FightId, FightState] = {}

    async def state(self, fight_id: FightId) -> FightState:
        """What has come so far."""
        followed = self._states.get(fight_id)
        return fold(await self._store.events(fight_id)) if followed is None else followed

    def drive(self, fight: Fight) -> None:
        """Follow a fight that has just been kept."""
        self._states[fight.id] = FightState()
        task = asyncio.create_task(self._drive(fight), name=f"fight {fight.id}")
        self._drivers[fight.id] = task
        task.add_done_callback(lambda _: self._forget(fight.id))

    async def stop(self, fight_id: FightId) -> Fight | None:
        """End the fight now, and with it the stream and its models; None where it is over already."""
        stopped = await self._store.end(fight_id, Status.STOPPED, self._clock.now())
        if stopped is None:
            return None
        await self._abandon(fight_id)
        self._stage.changed(fight_id)
        return stopped

    async def resume(self) -> None:
        """Say of what an earlier process left that it was interrupted. Must be done before fights are started."""
        for fight in await self._store.live():
            await self._interrupted(fight.id)
        for fight in await self._store.outdated():
            self._stage.changed(fight.id)

    async def close(self) -> None:
        """Follow no fight any more, and say of each that it was interrupted; what is not kept the next process says."""
        await asyncio.gather(*map(self._interrupt, list(self._drivers)))

    async def _interrupt(self, fight_id: FightId) -> None:
        try:
            await self._interrupted(fight_id)
        except StoreUnavailable as error:
            log.warning("fight.interruption_not_kept", fight=fight_id, error=str(error))
        finally:
            await self._abandon(fight_id)
        self._stage.changed(fight_id)

    async def _interrupted(self, fight_id: FightId) -> None:
        """Say so, unless it is over: whichever process is the first to say it is the only one."""
        fight = await self._store.end(fight_id, Status.INTERRUPTED, self._clock.now())
        if fight is not None:
            log.warning("fight.interrupted", fight=fight.id, guild=fight.guild_id)

    async def _abandon(self, fight_id: FightId) -> None:
        """Follow it no more, which stops its models."""
        if (driver := self._drivers.get(fight_id)) is not None:
            driver.cancel()
            await asyncio.wait([driver])

    def _forget(self, fight_id: FightId) -> None:
        del self._drivers[fight_id], self._states[fight_id]

    async def _drive(self, fight: Fight) -> None:
        error: Exception | None = None
        try:
            async with self._keys.over(fight.source, Errand.FIGHT, code=fight.support_code):
                over = await self._follow(fight)
            if over:
                return
        except SourceError as failed:
            error = failed
            log.warning("fight.broken", fight=fight.id, guild=fight.guild_id, error=str(failed))
        except Exception as failed:
            # What cannot be followed is no reason to leave the fight hanging.
            error = failed
            log.exception("fight.driver_failed", fight=fight.id, guild=fight.guild_id)
        await self._broken(fight, error)

    async def _follow(self, fight: Fight) -> bool:
        """Take every event; whether the fight is over, by its own end or by somebody's hand."""
        number = 0
        async with aclosing(self._source.fight(fight.question, fight.terms)) as events:
            async for event in events:
                event_ = self._dealt(fight, event)
                state = apply(self._states[fight.id], event_)
                if state is self._states[fight.id]:
                    continue
                if not await self._keep(fight, number, event_, state):
                    return True
                number += 1
                self._states[fight.id] = state
                self._stage.changed(fight.id)
                if state.over:
                    log.info("fight.complete", fight=fight.id, guild=fight.guild_id, rounds=state.round)
                    return True
        return False

    async def _keep(self, fight: Fight, number: int, event: Event, state: FightState) -> bool:
        """Write the event down: nobody else will ever hear it again. False where the fight was ended meanwhile."""
        completed_at = self._clock.now() if state.over else None
        return await until_kept(
            lambda: self._store.append(fight.id, number, event, completed_at=completed_at),
            clock=self._clock,
            fight=fight.id,
        )

    async def _broken(self, fight: Fight, error: Exception | None) -> None:
        begun = self._states[fight.id].agents or self._states[fight.id].round
        failure = None if begun else _failure(error)
        reason = error.reason if isinstance(error, SourceDeclined) and failure is not None else None
        status = Status.CUT if failure is None else Status.FAILED
        await until_kept(
            lambda: self._store.end(fight.id, status, self._clock.now(), failure=failure, reason=reason),
            clock=self._clock,
            fight=fight.id,
        )
        log.warning("fight.ended_early", fight=fight.id, code=fight.support_code, status=status, why=failure)
        self._stage.changed(fight.id)

    def _dealt(self, fight: Fight, event: Event) -> Event:
        """In an anonymous fight a fighter's letter is its seat, so the seats are dealt anew before they are kept."""
        if not fight.terms.anonymous or not isinstance(event, SessionStart) or self._states[fight.id].agents:
            return event
        agents = list(event.agents)
        self._chance.shuffle(agents)
        return event.model_copy(update={"agents": agents})


def _failure(error: Exception | None) -> FightFailure:
    return next((why for kind, why in _FAILURES if isinstance(error, kind)), FightFailure.UNKNOWN)
