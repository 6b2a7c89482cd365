"""Waiting for both answers to one question: a battle's first, or a follow-up."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import structlog

from arena.wire import Modality
from community.battles.blindness import masked
from community.battles.pictures import Darkroom, PictureBroken, PictureMissing, PictureStore
from community.battles.ports import BattleStore, Polled, Source, Stage
from community.battles.timing import ANSWER_TIME, ARRIVAL_TIME, SLOW_AFTER
from community.battles.turns import TurnStore
from community.battles.values import Answers, Battle, Failure, Leaks, Turn, TurnFailure, TurnState
from community.clock import Clock
from community.errors import SourceError, SourceKeyRefused, SourceRefused
from community.keys import Errand, KeyWatch

log = structlog.get_logger(__name__)

PICTURES: Final = Answers("a.png", "b.png")
"""What stands for the answers of an image battle."""


class Answering:
    """Polls until both answers are there, from the rows alone, and opens the vote on them.

    `in_flight` tells how many battles share the source's requests just now.
    """

    def __init__(
        self,
        *,
        store: BattleStore,
        turns: TurnStore,
        stage: Stage,
        darkroom: Darkroom,
        pictures: PictureStore,
        keys: KeyWatch,
        clock: Clock,
        in_flight: Callable[[], int],
    ) -> None:
        self._store = store
        self._turns = turns
        self._stage = stage
        self._clock = clock
        self._in_flight = in_flight
        self._darkroom = darkroom
        self._pictures = pictures
        self._keys = keys

    async def __call__(self, battle: Battle, source: Source) -> Battle | None:
        """The battle once the question is answered, or failed; None where somebody else was faster."""
        said_slow = False
        asked_at = battle.created_at if battle.pending is None else battle.pending.asked_at
        while True:
            # Asked first and given up afterwards: after a long outage the answers may have been ready for hours.
            polled = await self._poll(battle, source)
            waited = self._clock.now() - asked_at
            if (turn := battle.pending) is not None and turn.state is TurnState.ASKING and polled.turns is not None:
                if polled.turns >= turn.number:
                    battle = await self._turns.asked(battle.id, turn.number) or battle
                elif waited >= ARRIVAL_TIME:
                    return await self.failed(battle, TurnFailure.NOT_ASKED)
            if polled.error_code is not None and _concerns(polled, turn):
                log.warning("battle.failed_upstream", battle=battle.id, code=polled.error_code)
                return await self.failed(battle, TurnFailure.UNFINISHED, first=polled.failure)
            if polled.answers is not None:
                return await self._answered(battle, polled.answers, polled.leaks, source)
            if waited >= ANSWER_TIME:
                return await self.failed(battle, TurnFailure.UNFINISHED)
            if waited > SLOW_AFTER and not said_slow:
                said_slow = True
                self._stage.changed(battle.id)
            pause = source.poll_pause(battle.poll_interval, self._in_flight())
            await self._clock.sleep(pause.total_seconds())
            if await self._ended(battle):
                return None

    async def failed(self, battle: Battle, why: TurnFailure, *, first: Failure = Failure.UNFINISHED) -> Battle | None:
        """The question has no answers: the battle fails with its `first`, and goes on without a later one."""
        turn = battle.pending
        if turn is None:
            return await self._store.fail(battle.id, first)
        log.warning("turn.failed", battle=battle.id, turn=turn.number, why=why)
        now = self._clock.now()
        return await self._turns.failed(
            battle.id, turn.number, why, opened_at=now, closes_at=now + battle.voting_window
        )

    async def _ended(self, battle: Battle) -> bool:
        """Whether nobody waits for the answers any more: a moderator may have voided the battle."""
        now = await self._store.get(battle.id)
        return now is None or (now.state.final and not battle.state.final)

    async def _answered(self, battle: Battle, given: Answers, known: Leaks, source: Source) -> Battle | None:
        answers, leaks = masked(given, await source.telling_names(), known)
        opened_at = self._clock.now()
        closes_at = opened_at + battle.voting_window
        turn = battle.pending
        if turn is None:
            return await self._store.open_voting(battle.id, answers, leaks, opened_at=opened_at, closes_at=closes_at)
        return await self._turns.answered(
            battle.id, turn.number, answers, leaks, opened_at=opened_at, closes_at=closes_at
        )

    async def _poll(self, battle: Battle, source: Source) -> Polled:
        """One look; a source that is out of reach looks like one that is not ready."""
        if battle.upstream_id is None:
            raise AssertionError("a battle that was created has an id upstream")
        number = 1 if battle.pending is None else battle.pending.number
        try:
            async with self._keys.over(source.name, Errand.POLL, code=battle.support_code):
                polled = await source.poll(battle.upstream_id, turn=number)
            return await self._developed(battle, polled) if battle.modality is Modality.IMAGE else polled
        except SourceKeyRefused as error:
            return Polled(error_code=str(error), failure=Failure.KEY_REFUSED)
        except SourceRefused as error:
            return Polled(error_code=str(error))
        except SourceError as error:
            log.warning("battle.poll_failed", battle=battle.id, error=str(error))
            return Polled()

    async def _developed(self, battle: Battle, polled: Polled) -> Polled:
        """The same once both pictures are kept. Their addresses may tell whose they are, so those are kept nowhere."""
        if polled.answers is None:
            return polled
        try:
            await self._pictures.keep(battle.id, await self._darkroom.develop(polled.answers))
        except PictureMissing as error:
            log.warning("battle.picture_missing", battle=battle.id, error=str(error))
            return Polled(turns=polled.turns)
        except PictureBroken as error:
            return Polled(error_code=f"a picture cannot be shown: {error}", turns=polled.turns)
        return replace(polled, answers=PICTURES)


def _concerns(polled: Polled, turn: Turn | None) -> bool:
    """Whether a failure is this question's: an earlier follow-up's may stand there until this one has arrived."""
    return turn is None or polled.turns is None or polled.turns >= turn.number
