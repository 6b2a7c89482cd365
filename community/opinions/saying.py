"""The use cases behind the private pages: rate, say why, guess, ask to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from community.battles.ports import BattleStore
from community.battles.values import Battle, BattleId
from community.clock import Clock
from community.errors import BattleNotFound, NoOpenBallot, NothingSaid, RatingClosed, RevealPassed, VotingClosed
from community.opinions.ports import Catalogue, OpinionSource, OpinionStore
from community.opinions.values import FEEDBACK_WAIT, MAX_NAME, MAX_WATCHERS, Guess, Rating, Reason


class Opinions:
    """What members say of battles. All of it stays with this community, but for the starter's rating."""

    def __init__(
        self,
        *,
        battles: BattleStore,
        store: OpinionStore,
        sources: Mapping[str, OpinionSource],
        catalogues: Mapping[str, Catalogue],
        clock: Clock,
    ) -> None:
        self._battles = battles
        self._store = store
        self._sources = sources
        self._catalogues = catalogues
        self._clock = clock

    async def battle(self, battle_id: BattleId) -> Battle:
        """The battle as it is now.

        Raises:
            BattleNotFound: there is none of this id.
        """
        battle = await self._battles.get(battle_id)
        if battle is None:
            raise BattleNotFound
        return battle

    async def rating_of(self, battle_id: BattleId, member_id: int) -> Rating:
        """The member's own rating."""
        return await self._store.rating_of(battle_id, member_id)

    async def score(self, battle_id: BattleId, member_id: int, scores: Rating) -> Rating:
        """Keep the member's scores beside the words that stand, and return both.

        Raises:
            RatingClosed: the names are not out, or the battle is void.
            NothingSaid: nothing was filled in.
        """
        words = (await self._store.rating_of(battle_id, member_id)).words
        return await self._rate(battle_id, member_id, replace(scores, words=words))

    async def add_words(self, battle_id: BattleId, member_id: int, words: str) -> Rating:
        """Keep the member's words beside the scores that stand, and return both. Errors as for `score`."""
        standing = await self._store.rating_of(battle_id, member_id)
        return await self._rate(battle_id, member_id, replace(standing, words=words.strip()))

    def go_upstream(self, battle: Battle) -> bool:
        """Whether the starter's rating of this battle is sent to its source."""
        return battle.source in self._sources

    async def reason_of(self, battle_id: BattleId, member_id: int) -> Reason | None:
        """Why the member voted like this."""
        return await self._store.reason_of(battle_id, member_id)

    async def give_reason(self, battle_id: BattleId, member_id: int, words: str) -> None:
        """Keep the reason with the ballot; no words take it back.

        Raises:
            NoOpenBallot: the vote is closed, or the member has no ballot.
        """
        if not await self._store.give_reason(battle_id, member_id, words.strip(), self._clock.now()):
            raise NoOpenBallot

    async def competitors(self, battle: Battle) -> Sequence[str]:
        """The names to guess from, in an order that says nothing; none where they cannot be had."""
        catalogue = self._catalogues.get(battle.source)
        return [] if catalogue is None else sorted(await catalogue.competitors(battle.modality), key=str.casefold)

    async def guess_of(self, battle_id: BattleId, member_id: int) -> Guess:
        """The member's own guess."""
        return await self._store.guess_of(battle_id, member_id)

    async def guess(self, battle_id: BattleId, member_id: int, *, side: Literal["a", "b"], name: str | None) -> Guess:
        """Keep the member's guess of one side, None for no guess, and return the whole.

        Raises:
            VotingClosed: the vote is closed.
        """
        change = {side: None if name is None else name[:MAX_NAME]}
        kept = await self._store.guess(battle_id, member_id, lambda guess: replace(guess, **change), self._clock.now())
        if kept is None:
            raise VotingClosed
        return kept

    async def watch(self, battle_id: BattleId, member_id: int) -> None:
        """Have the member mentioned when the reveal is announced.

        Raises:
            RevealPassed: there is no reveal to come.
            TooManyWatchers: so many want it already.
        """
        if not await self._store.watch(battle_id, member_id, self._clock.now(), most=MAX_WATCHERS):
            raise RevealPassed

    async def unwatch(self, battle_id: BattleId, member_id: int) -> None:
        """Leave the member alone after all."""
        await self._store.unwatch(battle_id, member_id)

    async def watches(self, battle_id: BattleId, member_id: int) -> bool:
        """Whether the member is to be told."""
        return await self._store.watches(battle_id, member_id)

    async def _rate(self, battle_id: BattleId, member_id: int, rating: Rating) -> Rating:
        if not rating.says_something:
            raise NothingSaid
        now = self._clock.now()
        if not await self._store.rate(battle_id, member_id, rating, now, upstream_at=now + FEEDBACK_WAIT):
            raise RatingClosed
        return rating
