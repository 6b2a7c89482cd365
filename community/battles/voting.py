"""Ballots, and the hand that closes a vote before its time."""

from arena.wire import Winner
from community.battles.eligibility import admit
from community.battles.ports import BattleStore
from community.battles.values import BallotCast, Battle, BattleId, State
from community.clock import Clock
from community.errors import BattleNotFound, NotAllowed, VotingClosed
from community.settings import SettingsStore
from community.voters import Voter


class Voting:
    """The use cases behind a battle's buttons."""

    def __init__(self, *, store: BattleStore, settings: SettingsStore, clock: Clock) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock

    async def battle(self, battle_id: BattleId) -> Battle:
        """The battle as it is now.

        Raises:
            BattleNotFound: there is none of this id.
        """
        battle = await self._store.get(battle_id)
        if battle is None:
            raise BattleNotFound
        return battle

    async def cast(self, battle_id: BattleId, voter: Voter, choice: Winner) -> BallotCast:
        """Keep the voter's ballot; it is on the disk when this returns.

        Raises:
            BattleNotFound: there is no such battle.
            VotingClosed: the battle takes no ballots now.
            NotEligible, TooSoonToVote, DailyBallotsUsedUp: a rule of the guild says no.
        """
        battle = await self.battle(battle_id)
        rules = (await self._settings.of_guild(battle.guild_id)).voting
        now = self._clock.now()
        if battle.closed_at is None:
            admit(voter, battle, rules, now)
        return await self._store.cast(battle_id, voter.member_id, choice, now, ballots_per_day=rules.ballots_per_day)

    async def withdraw(self, battle_id: BattleId, member_id: int) -> BallotCast:
        """Take the member's ballot back.

        Raises:
            VotingClosed: the ballots are counted or being counted.
        """
        return await self._store.withdraw(battle_id, member_id, self._clock.now())

    async def ballot_of(self, battle_id: BattleId, member_id: int) -> Winner | None:
        """The member's own ballot."""
        return await self._store.ballot_of(battle_id, member_id)

    async def close(self, battle_id: BattleId, *, member_id: int, moderator: bool) -> Battle:
        """Close the vote now.

        Raises:
            BattleNotFound: there is no such battle.
            NotAllowed: the member is neither its starter nor a moderator.
            VotingClosed: it is closed already, or not open yet.
        """
        battle = await self.battle(battle_id)
        if not moderator and member_id != battle.starter_id:
            raise NotAllowed
        if battle.state is not State.VOTING:
            raise VotingClosed
        closed = await self._store.close(battle_id, self._clock.now(), early=True)
        if closed is None:
            raise VotingClosed
        return closed
