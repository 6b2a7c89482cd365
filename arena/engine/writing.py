"""Both sides of a turn, written in parallel in the background, and stored as they grow."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Final, TypeVar

import structlog

from arena.engine.conversation import conversation
from arena.engine.generating import paint, until_saved, write
from arena.engine.outages import Outages
from arena.engine.pairing import draw_replacement
from arena.engine.ports import BattleStore
from arena.engine.roster import Roster
from arena.engine.values import Battle, Clock, Contestant, Failure, Side, Spot, Written
from arena.ratings import Style
from arena.wire import AnyModel, GenerationError, ImageModel, Modality, ModelUnreachable, TellingNames, TextModel, mask

Made = TypeVar("Made", TextModel, ImageModel)
log = structlog.get_logger(__name__)

ANSWER_LIMIT: Final = timedelta(minutes=10)
"""How long the models have for a turn, restarts included. Small models on two cores need minutes when many wait."""


class Writers:
    """Owns the background tasks: one for each turn that is being written."""

    def __init__(self, store: BattleStore, roster: Roster, outages: Outages, clock: Clock, rng: Random) -> None:
        self._store = store
        self._roster = roster
        self._outages = outages
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
            await self._store.give_up(battle.id, turn.number, failure)
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
            await self._watched(battle, side, slug)
        except GenerationError as error:
            log.warning("battle.side_failed", battle=battle.id, model=slug, error=type(error).__name__)
            # Nothing of this side has been shown; in a later turn the members already know the model's style.
            replaceable = battle.latest.number == 1 and side not in battle.replaced
            models = self._roster.of(battle.modality)
            down = self._outages.down(at=self._clock())
            substitute = draw_replacement(models, taken, self._rng, down=down) if replaceable else None
            if substitute is None:
                raise
            taken.add(substitute)
            await self._store.replace(battle, side, contestant(models[substitute]))
            await self._watched(battle, side, substitute)

    async def _watched(self, battle: Battle, side: Side, slug: str) -> None:
        """Have the model answer, and note how that went.

        Only failures of first turns count, after which the model is in no battle that can still be voted on: so what
        everybody may know of them tells nothing about an open battle.
        """
        try:
            await self._answer(battle, side, slug)
        except GenerationError:
            if battle.latest.number == 1 and self._outages.failed(slug, at=self._clock()):
                log.warning("model.rests", model=slug)
            raise
        self._outages.answered(slug)

    async def _answer(self, battle: Battle, side: Side, slug: str) -> None:
        spot = Spot(battle.id, battle.latest.number, side)
        if battle.modality is Modality.IMAGE:
            written = await paint(_configured(self._roster.painters, slug), battle.latest.prompt)
        else:
            model = _configured(self._roster.writers, slug)
            answer = await write(model, conversation(battle.turns, side), partial(self._store.keep, spot))
            written = await asyncio.to_thread(_read, answer, self._roster.telling)
        await until_saved(lambda: self._store.finish(spot, written, at=self._clock()))


def _read(answer: Written, telling: TellingNames) -> Written:
    """The answer with what is found in its text."""
    shown = mask(answer.text, telling)
    return replace(answer, masked=shown.text if shown.leaked else None, style=Style.of(answer.text))


def _configured(models: Mapping[str, Made], slug: str) -> Made:
    model = models.get(slug)
    if model is None:
        raise ModelUnreachable("the model is no longer configured")
    return model


def contestant(model: AnyModel) -> Contestant:
    """The model as a battle remembers it."""
    return Contestant(model.card.slug, model.card.name)
