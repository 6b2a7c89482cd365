"""Battles: created, continued, read, voted on. The models work in the background."""

import math
import re
import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import Final, Protocol

from arena.engine.errors import ArenaError, NotFound, NotSaved, NotSupported, TooEarly, VoteFailed
from arena.engine.leases import LEASE, keep_renewing, machine_time
from arena.engine.outages import Outages
from arena.engine.pairing import draw_pair
from arena.engine.ports import BattleStore
from arena.engine.roster import Roster
from arena.engine.values import Battle, Clock, Contestant, Failure, Key, Pair, Turn, VoteTotals
from arena.engine.writing import ANSWER_LIMIT, Writers, contestant
from arena.ratings import Board
from arena.wire import AnyModel, CastVote, GiveFeedback, Modality, ModelCard, categories_of

TITLE_CHARACTERS: Final = 80
MAX_TURNS: Final = 10
"""Questions in one battle. Every poll shows the conversation up to each of them."""
_ID: Final = re.compile(r"[0-9a-f]{32}")
_POLL: Final = timedelta(seconds=2)
_SECOND: Final = timedelta(seconds=1)


class Known(Protocol):
    """What is known of the models so far. Nobody waits for it."""

    def known(self, modality: Modality) -> Board | None:
        """The last board of all battles, at once; None before the first."""
        ...

    def renew(self, modality: Modality) -> None:
        """Have that board made anew in the background, with every vote that was stored until now."""
        ...


class _Nothing:
    """Knows nothing, and learns nothing."""

    def known(self, _modality: Modality) -> None:
        """Nothing."""

    def renew(self, _modality: Modality) -> None:
        """Nothing to renew."""


class BattleEngine:
    """Runs blind battles between the models it was given. Use `open_engine` to get one."""

    def __init__(
        self,
        store: BattleStore,
        models: Mapping[str, AnyModel],
        *,
        vote_delay: timedelta,
        clock: Clock,
        rng: Random,
        known: Known,
    ) -> None:
        self._store = store
        self.roster = Roster(models)
        self.outages = Outages()
        self._vote_delay = vote_delay
        self._clock = clock
        self._rng = rng
        self._known = known
        self._writers = Writers(store, self.roster, self.outages, clock, rng)
        self.started_at = clock()

    @property
    def cards(self) -> list[ModelCard]:
        """The models, by name."""
        return self.roster.cards

    async def create(
        self, prompt: str, *, modality: Modality, locale: str, key: Key, chosen: Collection[str] = ()
    ) -> Battle:
        """Start a battle: its row is stored before the first model is asked. At most two models may be `chosen`.

        Raises:
            NotSupported: this arena has no two models of that modality, or not the chosen ones.
            QuotaExceeded: the key's battles of this window are used up.
        """
        models = self.roster.of(modality)
        if len(models) < 2:  # noqa: PLR2004 - a battle has two sides
            raise NotSupported(f"This arena has fewer than two {modality} models, so it cannot run {modality} battles.")
        if not set(chosen) <= set(models):
            raise NotSupported(f"This arena has no {modality} model of that name.")
        now = self._clock()
        down = self.outages.down(at=now)
        drawn = draw_pair(models, self._rng, board=self._known.known(modality), down=down, chosen=chosen)
        battle = Battle(
            id=secrets.token_hex(16),
            owner=key.owner,
            key_id=key.id,
            modality=modality,
            locale=locale,
            title=title_of(prompt),
            created_at=now,
            contestants=Pair(contestant(models[drawn.models.a]), contestant(models[drawn.models.b])),
            turns=(Turn(number=1, id=secrets.token_hex(16), prompt=prompt, created_at=now),),
            categories=categories_of(prompt, locale=locale, modality=modality),
            chance=drawn.chance,
        )
        await self._store.create(battle, battles_per_day=key.battles_per_day)
        self._writers.start(battle)
        return battle

    async def follow_up(self, battle_id: str, prompt: str, *, owner: str) -> Turn:
        """Ask both models of a text battle once more; they see the conversation so far, each its own.

        Raises:
            NotFound: there is no such battle, or it is somebody else's.
            NotSupported: an image battle, a failed one, or one that has all its turns.
            TooEarly: the answers to the last question are not ready.
        """
        battle = await self.get(battle_id, owner=owner)
        if battle.modality is not Modality.TEXT:
            raise NotSupported("An image battle has one turn and cannot be continued.")
        if battle.latest.failure is not None:
            raise NotSupported("The last turn of this battle failed, so it cannot be continued.")
        if len(battle.turns) >= MAX_TURNS:
            raise NotSupported(f"This battle has its {MAX_TURNS} turns, so it cannot be continued.")
        turn = Turn(number=battle.latest.number + 1, id=secrets.token_hex(16), prompt=prompt, created_at=self._clock())
        if battle.latest.pending or not await self._store.add_turn(battle_id, owner, turn):
            raise TooEarly("The answers to the last question are not ready yet.", retry_after=_POLL)
        self._writers.start(replace(battle, turns=(*battle.turns, turn)))
        return turn

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
        """Cast the vote of the latest turn that has none, and learn who the two models were.

        Raises:
            NotFound: there is no such battle, or it is somebody else's.
            TooEarly: the answers are not ready, or the time before a vote has not passed.
            VoteFailed: a vote was cast before, or the battle failed.
        """
        now = self._clock()
        done = await self._store.vote(battle_id, owner, vote, at=now, created_until=now - self._vote_delay)
        battle = await self.get(battle_id, owner=owner)
        if not done:
            raise self._refusal(battle, now)
        self._known.renew(battle.modality)
        return battle.contestants

    async def add_feedback(self, battle_id: str, feedback: GiveFeedback, *, owner: str) -> None:
        """Say something beside the last vote; given fields replace what was said before.

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

    async def picture(self, picture_id: str) -> bytes:
        """A picture of a battle or a chat. Its id cannot be guessed and says nothing.

        Raises:
            NotFound: there is none.
        """
        picture = await self._store.picture(picture_id) if _ID.fullmatch(picture_id) else None
        if picture is None:
            raise NotFound("There is no such picture.")
        return picture

    async def resume(self) -> None:
        """Say that this process lives, and have those battles written whose process does not live any more.

        Those past their time end as failed.
        """
        now = machine_time()
        for battle in await self._store.claim(now=now, until=now + LEASE):
            if self._overdue(battle):
                await self._store.fail(battle.id, battle.latest.number, Failure.GENERATION_TIMED_OUT)
            else:
                self._writers.start(battle)

    async def stop(self) -> None:
        """Stop all writing. What is unfinished is for whoever lives, or for the next start."""
        await self._writers.stop()
        with suppress(NotSaved):  # then the others wait until the lease is over
            await self._store.release()

    def _overdue(self, battle: Battle) -> bool:
        return battle.latest.pending and self._clock() >= battle.latest.created_at + ANSWER_LIMIT

    def _refusal(self, battle: Battle, now: datetime) -> ArenaError:
        turn = battle.votable
        if turn is None and all(each.verdict is None for each in battle.turns):
            return VoteFailed("This battle failed, so there is nothing to vote on.")
        if turn is None:
            return VoteFailed("This battle was voted on already.")
        wait = max(battle.created_at + self._vote_delay - now, _SECOND)
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
    models: Mapping[str, AnyModel],
    *,
    vote_delay: timedelta,
    clock: Clock,
    known: Known | None = None,
    rng: Random | None = None,
) -> AsyncIterator[BattleEngine]:
    """An engine that has resumed what was unfinished, and that stops writing at the end.

    Pairs are drawn by what is `known` of the models; without it each is as likely as any other. Without an `rng` the
    operating system's randomness draws them, which nobody can foresee.
    """
    rng, known = rng or SystemRandom(), known or _Nothing()
    engine = BattleEngine(store, models, vote_delay=vote_delay, clock=clock, rng=rng, known=known)
    try:
        await engine.resume()
        async with keep_renewing(engine.resume):
            yield engine
    finally:
        await engine.stop()


def title_of(prompt: str) -> str:
    """The prompt on one line, cut to `TITLE_CHARACTERS`."""
    line = " ".join(prompt.split())
    return line if len(line) <= TITLE_CHARACTERS else line[: TITLE_CHARACTERS - 1].rstrip() + "…"
