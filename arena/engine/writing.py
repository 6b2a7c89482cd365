"""Both sides of a turn, written in parallel in the background, and stored as they grow."""

import asyncio
import math
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from datetime import timedelta
from random import Random
from typing import Final, cast

import structlog

from arena.engine.conversation import conversation
from arena.engine.errors import NotSaved
from arena.engine.pairing import draw_replacement
from arena.engine.ports import BattleStore
from arena.engine.values import Battle, Clock, Contestant, Failure, Side
from arena.wire import AnswerCut, Chunk, GenerationError, ModelUnreachable, TextModel

log = structlog.get_logger(__name__)

ANSWER_LIMIT: Final = timedelta(minutes=10)
"""How long the models have for a turn, restarts included. Small models on two cores need minutes when many wait."""
KEEP_EVERY: Final = 0.5
"""Seconds between two stored states of a growing answer."""
SAVE_AGAIN_AFTER: Final = 1.0
"""Seconds until a whole answer that could not be saved is tried again. The store itself waits for locks before that."""


class Writers:
    """Owns the background tasks: one for each turn that is being written."""

    def __init__(self, store: BattleStore, models: Mapping[str, TextModel], clock: Clock, rng: Random) -> None:
        self._store = store
        self._models = models
        self._clock = clock
        self._rng = rng
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, battle: Battle) -> None:
        """Have the battle's latest turn written: every side that is not whole, from its beginning."""
        task = asyncio.create_task(self._write_or_fail(battle), name=f"writing battle {battle.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Stop all writing; the rows stay pending, to be resumed at the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _write_or_fail(self, battle: Battle) -> None:
        turn = battle.latest
        left = turn.created_at + ANSWER_LIMIT - self._clock()
        failure: Failure | None = None
        try:
            async with asyncio.timeout(max(left.total_seconds(), 0)):
                await self._write(battle)
        except* TimeoutError:
            failure = Failure.GENERATION_TIMED_OUT
        except* GenerationError:
            failure = Failure.GENERATION_FAILED
        except* Exception:
            log.exception("battle.writing_broke", battle=battle.id)
            failure = Failure.GENERATION_FAILED
        if failure is None:
            return
        try:
            await self._store.fail(battle.id, turn.number, failure)
        except Exception:
            # The row stays pending: a poll after the limit, or the next start, ends it.
            log.exception("battle.failure_not_stored", battle=battle.id)

    async def _write(self, battle: Battle) -> None:
        taken = {contestant.slug for contestant in (battle.contestants.a, battle.contestants.b)}
        async with asyncio.TaskGroup() as group:
            for side in Side:
                if not battle.latest.answers[side].whole:
                    group.create_task(self._write_side(battle, side, taken))

    async def _write_side(self, battle: Battle, side: Side, taken: set[str]) -> None:
        """Write one side; where its model fails in the first turn, once more with a model that is not `taken`."""
        slug = battle.contestants[side].slug
        try:
            await self._answer(battle, side, slug)
        except GenerationError as error:
            log.warning("battle.side_failed", battle=battle.id, model=slug, error=type(error).__name__)
            # Nothing of this side has been shown; in a later turn the members already know the model's style.
            substitute = draw_replacement(self._models, taken, self._rng) if battle.latest.number == 1 else None
            if substitute is None:
                raise
            taken.add(substitute)
            await self._store.replace(battle.id, side, contestant(self._models[substitute]))
            await self._answer(battle, side, substitute)

    async def _answer(self, battle: Battle, side: Side, slug: str) -> None:
        model = self._models.get(slug)
        if model is None:
            raise ModelUnreachable("the model is no longer configured")
        spot = (battle.id, battle.latest.number, side)
        now = asyncio.get_running_loop().time
        text, usage, kept_at = "", None, -math.inf
        # The protocol promises that closing the iterator stops the model, which is what a generator's aclose does.
        stream = cast("AsyncGenerator[Chunk]", model.answer(conversation(battle.turns, side)))
        async with aclosing(stream) as chunks:
            async for chunk in chunks:
                text += chunk.text
                usage = chunk.usage or usage
                if chunk.text and now() - kept_at >= KEEP_EVERY:
                    with suppress(NotSaved):  # the next state will do
                        await self._store.keep(*spot, text)
                    kept_at = now()
        if not text.strip():
            raise AnswerCut("the answer is empty")
        while True:  # what was written is worth the wait; the turn's time limit ends it
            try:
                await self._store.finish(*spot, text, usage=usage, at=self._clock())
            except NotSaved:
                log.warning("battle.answer_not_saved", battle=battle.id)
                await asyncio.sleep(SAVE_AGAIN_AFTER)
            else:
                return


def contestant(model: TextModel) -> Contestant:
    """The model as a battle remembers it."""
    return Contestant(model.card.slug, model.card.name)
