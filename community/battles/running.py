"""Carrying each battle from one state to the next, from its row alone.

Everything that has to be known stands in the row before it is acted on, so a process that was killed goes on where the
rows say. One task drives one battle while it waits for its source; while members vote, no task exists and a short loop
looks for deadlines.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar

import structlog

from community.battles.answering import Answering
from community.battles.facts import Facts
from community.battles.pictures import Darkroom, PictureStore
from community.battles.ports import BattleStore, Rater, Source, Stage
from community.battles.starting import key_allowance
from community.battles.timing import (
    ANNOUNCE_WITHIN,
    CLOSED_KEY_FOR,
    FACTS_SECONDS,
    LOOK_EVERY,
    MAX_PAUSE,
    NAMES_SLOW_AFTER,
    NAMES_TIME,
    RECONCILE_EVERY,
)
from community.battles.turns import TurnStore
from community.battles.values import Battle, BattleId, Failure, State, TurnFailure
from community.clock import Clock
from community.errors import (
    SourceError,
    SourceKeyRefused,
    SourceMalformed,
    SourceQuotaUsedUp,
    SourceRefused,
    SourceTooEarly,
    SourceUnanswered,
    SourceUnreachable,
    SourceWithheldNames,
)
from community.keeping import until_kept
from community.keys import Errand, KeyWatch
from community.quotas import QuotaLedger
from community.settings import SettingsStore

Kept = TypeVar("Kept")
Step = Callable[[Battle, Source], Awaitable[Battle | None]]

log = structlog.get_logger(__name__)

_CREATION_FAILURES: Final[tuple[tuple[type[SourceError], Failure], ...]] = (
    (SourceKeyRefused, Failure.KEY_REFUSED),
    (SourceQuotaUsedUp, Failure.SOURCE_QUOTA),
    (SourceRefused, Failure.NO_ANSWER),
    (SourceUnreachable, Failure.NO_ANSWER),
    (SourceUnanswered, Failure.UNKNOWN),
    (SourceMalformed, Failure.ODD_REPLY),
)


class BattleRunner:
    """Drives all battles of this process."""

    def __init__(
        self,
        *,
        store: BattleStore,
        turns: TurnStore,
        darkroom: Darkroom,
        pictures: PictureStore,
        ledger: QuotaLedger,
        settings: SettingsStore,
        sources: Mapping[str, Source],
        stage: Stage,
        rater: Rater,
        keys: KeyWatch,
        clock: Clock,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._settings = settings
        self._sources = sources
        self._stage = stage
        self._rater = rater
        self._keys = keys
        self._clock = clock
        self._turns = turns
        self._drivers: dict[BattleId, asyncio.Task[None]] = {}
        self._answering = Answering(
            store=store,
            turns=turns,
            stage=stage,
            darkroom=darkroom,
            pictures=pictures,
            keys=keys,
            clock=clock,
            in_flight=lambda: len(self._drivers),
        )
        self._steps: dict[State, Step] = {
            State.CREATING: self._create,
            State.ANSWERING: self._answering,
            State.CLOSING: self._await_names,
        }

    def drive(self, battle: Battle) -> None:
        """Carry the battle on from its state; harmless where that is already being done."""
        if battle.id not in self._drivers:
            task = asyncio.create_task(self._drive_safely(battle), name=f"battle {battle.id}")
            self._drivers[battle.id] = task
            task.add_done_callback(lambda _: self._drivers.pop(battle.id, None))

    async def resume(self) -> None:
        """Go on with what an earlier process left. Must be done before this process starts battles of its own."""
        for battle in await self._store.unfinished():
            if battle.state is State.CREATING:
                # The process died between keeping this row and keeping the source's answer.
                await self._store.fail(battle.id, Failure.UNKNOWN)
            self._stage.changed(battle.id)
        for battle in await self._store.outdated():
            self._stage.changed(battle.id)
        for battle_id in await self._turns.apart():
            self._stage.changed(battle_id)
        for battle in await self._store.unannounced(self._clock.now() - ANNOUNCE_WITHIN):
            self.drive(battle)
        await self._reconcile()

    async def run(self) -> None:
        """Close votes at their deadlines, and pick up what lost its driver, until cancelled."""
        looks = 0
        try:
            while True:
                await self._clock.sleep(LOOK_EVERY)
                looks += 1
                try:
                    await self._close_due()
                    if looks % RECONCILE_EVERY == 0:
                        await self._reconcile()
                except Exception:
                    # A database that is locked now may not be in a second; without this loop no vote would ever close.
                    log.exception("battles.look_failed")
        finally:
            drivers = list(self._drivers.values())
            for driver in drivers:
                driver.cancel()
            await asyncio.gather(*drivers, return_exceptions=True)

    async def _reconcile(self) -> None:
        for battle in await self._store.unfinished():
            if battle.state not in {State.CREATING, State.VOTING}:
                self.drive(battle)
        for battle in await self._turns.pending():
            self.drive(battle)

    async def _close_due(self) -> None:
        for battle_id in await self._store.due(self._clock.now()):
            try:
                await self._close_or_extend(battle_id)
            except Exception:
                # One battle's fault keeps no other from closing; this one is looked at again in a second.
                log.exception("battle.not_closed", battle=battle_id)

    async def _close_or_extend(self, battle_id: BattleId) -> None:
        battle = await self._store.get(battle_id)
        if battle is None:
            return
        now = self._clock.now()
        rules = (await self._settings.of_guild(battle.guild_id)).voting
        longer = now + battle.voting_window
        if rules.extends and await self._store.extend(battle_id, quorum=rules.quorum, closes_at=longer, now=now):
            self._stage.changed(battle_id)
            return
        closed = await self._store.close(battle_id, now, early=False)
        if closed is not None:
            log.info("battle.closed", battle=battle_id, guild=battle.guild_id, ballots=closed.ballots)
            self._stage.changed(battle_id)
            self.drive(closed)

    async def _drive_safely(self, battle: Battle) -> None:
        try:
            await self._drive(battle)
        except Exception:
            # `_reconcile` starts again from the row; the task has nothing that the row does not have.
            log.exception("battle.driver_failed", battle=battle.id, guild=battle.guild_id, state=battle.state)

    async def _drive(self, battle: Battle) -> None:
        while (step := self._step_from(battle)) is not None:
            source = self._sources.get(battle.source)
            if source is None and battle.pending is not None:
                following = await self._answering.failed(battle, TurnFailure.UNFINISHED)
            elif source is None:
                following = await self._store.fail(battle.id, _without_source(battle))
            else:
                following = await step(battle, source)
            if following is None and (following := await self._store.get(battle.id)) is None:
                return
            battle = following
            log.info("battle.state", battle=battle.id, guild=battle.guild_id, state=battle.state)
            if battle.failure is not None:
                log.warning("battle.failed", battle=battle.id, code=battle.support_code, why=battle.failure)
            self._stage.changed(battle.id)
        if battle.state is State.REVEALED and battle.announcement is None:
            await self._stage.announce(battle)

    def _step_from(self, battle: Battle) -> Step | None:
        """What is to be done next; a revealed battle may have a follow-up that is being answered."""
        return self._steps.get(battle.state) or (None if battle.pending is None else self._answering)

    async def _create(self, battle: Battle, source: Source) -> Battle | None:
        try:
            async with self._keys.over(source.name, Errand.CREATE, code=battle.support_code):
                created = await source.create(battle.assignment)
        except SourceError as error:
            log.warning("battle.not_created", battle=battle.id, guild=battle.guild_id, error=str(error))
            failure = next((why for kind, why in _CREATION_FAILURES if isinstance(error, kind)), Failure.UNKNOWN)
            failed = await self._keep(battle, lambda: self._store.fail(battle.id, failure))
            if isinstance(error, SourceQuotaUsedUp) and (allowance := key_allowance(source)) is not None:
                now = self._clock.now()
                until = now + (error.opens_in or CLOSED_KEY_FOR)
                await self._keep(battle, lambda: self._ledger.exhaust(allowance, now=now, until=until))
            return failed
        return await self._keep(
            battle, lambda: self._store.created(battle.id, created.upstream_id, created.poll_interval)
        )

    async def _keep(self, battle: Battle, write: Callable[[], Awaitable[Kept]]) -> Kept:
        """Write what nobody but this task knows: the source is not asked a second time whether it created a battle."""
        return await until_kept(write, clock=self._clock, battle=battle.id, guild=battle.guild_id)

    async def _await_names(self, battle: Battle, source: Source) -> Battle | None:
        if battle.tally is None:
            raise AssertionError("a closing battle has a tally")
        pause = 1.0
        while await self._is_closing(battle.id):
            try:
                async with self._keys.over(source.name, Errand.VOTE, code=battle.support_code):
                    names = await source.vote(_upstream_id(battle), battle.tally.winner)
            except SourceTooEarly as error:
                wait = min(max(error.retry_in.total_seconds(), 0.1), MAX_PAUSE)
            except (SourceWithheldNames, SourceRefused) as error:
                log.warning("battle.names_withheld", battle=battle.id, error=str(error))
                return await self._store.fail(battle.id, Failure.NAMES_WITHHELD)
            except SourceError as error:
                log.warning("battle.vote_failed", battle=battle.id, error=str(error))
                wait = pause = min(pause * 2, MAX_PAUSE)
            else:
                facts = await self._facts(battle, source)
                return await self._store.reveal(battle.id, names, facts, await self._rater.shifts(battle, names))
            if self._clock.now() - _closed_at(battle) >= NAMES_TIME:
                return await self._store.fail(battle.id, Failure.NAMES_WITHHELD)
            await self._wait_for_names(battle, wait)
        return None

    async def _is_closing(self, battle_id: BattleId) -> bool:
        """Whether its vote is still to be told upstream: a moderator may have voided it while that had to wait."""
        battle = await self._store.get(battle_id)
        return battle is not None and battle.state is State.CLOSING

    async def _facts(self, battle: Battle, source: Source) -> Facts:
        """What the answers took; nobody waits long for it, and a reveal goes without where it is not to be had."""
        try:
            async with asyncio.timeout(FACTS_SECONDS):
                return await source.facts(_upstream_id(battle))
        except (SourceError, TimeoutError) as error:
            log.info("battle.facts_unknown", battle=battle.id, error=str(error))
            return Facts()

    async def _wait_for_names(self, battle: Battle, seconds: float) -> None:
        """Pause; when the pause passes the moment from which the wait is called slow, the message says so."""
        slow_in = (_closed_at(battle) + NAMES_SLOW_AFTER - self._clock.now()).total_seconds()
        if 0 <= slow_in < seconds:
            await self._clock.sleep(slow_in)
            self._stage.changed(battle.id)
            seconds -= slow_in
        await self._clock.sleep(seconds)


def _upstream_id(battle: Battle) -> str:
    if battle.upstream_id is None:
        raise AssertionError("a battle that was created has an id upstream")
    return battle.upstream_id


def _closed_at(battle: Battle) -> datetime:
    if battle.closed_at is None:
        raise AssertionError("a closing battle was closed at some time")
    return battle.closed_at


def _without_source(battle: Battle) -> Failure:
    """What a battle fails with when its source is no longer configured."""
    return {State.CREATING: Failure.NO_ANSWER, State.ANSWERING: Failure.UNFINISHED}.get(
        battle.state, Failure.NAMES_WITHHELD
    )
