"""Battles: created, read, voted on. The models write in the background."""

import math
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import Final

from arena.engine.errors import ArenaError, NotFound, NotSupported, TooEarly, VoteFailed
from arena.engine.pairing import draw_pair
from arena.engine.ports import BattleStore
from arena.engine.values import Battle, Clock, Contestant, Failure, Key, Pair, Turn, VoteTotals
from arena.engine.writing import ANSWER_LIMIT, Writers, contestant
from arena.wire import CastVote, GiveFeedback, Modality, ModelCard, TextModel

TITLE_CHARACTERS: Final = 80
_ID: Final = re.compile(r"[0-9a-f]{32}")
_POLL: Final = timedelta(seconds=2)
_SECOND: Final = timedelta(seconds=1)


class BattleEngine:
    """Runs blind battles between the models it was given. Use `open_engine` to get one."""

    def __init__(
        self,
        store: BattleStore,
        models: Mapping[str, TextModel],
        *,
        vote_delay: timedelta,
        clock: Clock,
        rng: Random,
    ) -> None:
        self._store = store
        self._models = models
        self._vote_delay = vote_delay
        self._clock = clock
        self._rng = rng
        self._writers = Writers(store, models, clock, rng)
        self.started_at = clock()

    @property
    def cards(self) -> list[ModelCard]:
        """The models, by name."""
        return sorted((model.card for model in self._models.values()), key=lambda card: card.name)

    async def create(self, prompt: str, *, modality: Modality, locale: str, key: Key) -> Battle:
        """Start a battle: its row is stored before the first model is asked.

        Raises:
            NotSupported: this arena has no two models of that modality.
            QuotaExceeded: the key's battles of this window are used up.
        """
        if modality is not Modality.TEXT:
            raise NotSupported("This arena has no image models, so it runs text battles only.")
        if len(self._models) < 2:  # noqa: PLR2004 - a battle has two sides
            raise NotSupported("This arena has fewer than two models, so it cannot run battles.")
        now = self._clock()
        slugs = draw_pair(self._models, self._rng).models
        battle = Battle(
            id=secrets.token_hex(16),
            owner=key.owner,
            key_id=key.id,
            modality=modality,
            locale=locale,
            title=title_of(prompt),
            created_at=now,
            contestants=Pair(contestant(self._models[slugs.a]), contestant(self._models[slugs.b])),
            turns=(Turn(number=1, id=secrets.token_hex(16), prompt=prompt, created_at=now),),
        )
        await self._store.create(battle, battles_per_day=key.battles_per_day)
        self._writers.start(battle)
        return battle

    async def get(self, battle_id: str, *, owner: str) -> Battle:
        """The battle as it stands. One that was never finished in time is ended here.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        battle = await self._store.get(battle_id, owner) if _ID.fullmatch(battle_id) else None
        if battle is not None and self._overdue(battle):
            await self._store.fail(battle.id, battle.latest.number, Failure.GENERATION_TIMED_OUT)
            battle = await self._store.get(battle_id, owner)
        if battle is None:
            raise NotFound("There is no such battle.")
        return battle

    async def vote(self, battle_id: str, vote: CastVote, *, owner: str) -> Pair[Contestant]:
        """Cast the one vote of the latest turn and learn who the two models were.

        Raises:
            NotFound: there is no such battle, or it is somebody else's.
            TooEarly: the answers are not ready, or the time before a vote has not passed.
            VoteFailed: a vote was cast before, or the battle failed.
        """
        now = self._clock()
        done = await self._store.vote(battle_id, owner, vote, at=now, created_until=now - self._vote_delay)
        battle = await self.get(battle_id, owner=owner)
        if not done:
            raise self._refusal(battle.latest, now)
        return battle.contestants

    async def add_feedback(self, battle_id: str, feedback: GiveFeedback, *, owner: str) -> None:
        """Say something beside the vote; given fields replace what was said before.

        Raises:
            NotFound: there is no such battle, or it is somebody else's.
            VoteFailed: no vote was cast yet.
        """
        if not await self._store.add_feedback(battle_id, owner, feedback):
            await self.get(battle_id, owner=owner)
            raise VoteFailed("Vote on this battle first, then send feedback.")

    async def totals(self) -> VoteTotals:
        """All votes cast. A vote reveals its battle, so an open battle counts nowhere."""
        return await self._store.totals()

    async def resume(self) -> None:
        """Have the battles written that a former process left unfinished; those past their time end as failed."""
        for battle in await self._store.pending():
            if self._overdue(battle):
                await self._store.fail(battle.id, battle.latest.number, Failure.GENERATION_TIMED_OUT)
            else:
                self._writers.start(battle)

    async def stop(self) -> None:
        """Stop all writing. What is unfinished is resumed at the next start."""
        await self._writers.stop()

    def _overdue(self, battle: Battle) -> bool:
        return battle.latest.pending and self._clock() >= battle.latest.created_at + ANSWER_LIMIT

    def _refusal(self, turn: Turn, now: datetime) -> ArenaError:
        if turn.failure is not None:
            return VoteFailed("This battle failed, so there is nothing to vote on.")
        if turn.verdict is not None:
            return VoteFailed("This battle was voted on already.")
        wait = max(turn.created_at + self._vote_delay - now, _SECOND)
        if turn.ready_at is None:
            return TooEarly("The answers are not ready yet.", retry_after=max(wait, _POLL))
        return TooEarly(
            f"A vote is accepted {math.ceil(self._vote_delay.total_seconds())} seconds after the creation of its "
            "battle, not before.",
            retry_after=wait,
        )


@asynccontextmanager
async def open_engine(
    store: BattleStore,
    models: Mapping[str, TextModel],
    *,
    vote_delay: timedelta,
    clock: Clock,
    rng: Random | None = None,
) -> AsyncIterator[BattleEngine]:
    """An engine that has resumed what was unfinished, and that stops writing at the end.

    Without an `rng` the operating system's randomness draws the sides, which nobody can foresee.
    """
    engine = BattleEngine(store, models, vote_delay=vote_delay, clock=clock, rng=rng or SystemRandom())
    try:
        await engine.resume()
        yield engine
    finally:
        await engine.stop()


def title_of(prompt: str) -> str:
    """The prompt on one line, cut to `TITLE_CHARACTERS`."""
    line = " ".join(prompt.split())
    return line if len(line) <= TITLE_CHARACTERS else line[: TITLE_CHARACTERS - 1].rstrip() + "…"
