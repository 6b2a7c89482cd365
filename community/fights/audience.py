"""What members do with a fight: watch, vote beside the jury, stop it."""

from arena.wire.concurred import HistoryMessage
from community.clock import Clock
from community.errors import FightNotFound, NotAllowed, VotingClosed
from community.fights.ports import FightStore
from community.fights.running import FightRunner
from community.fights.state import FightState
from community.fights.values import AudienceBallot, Fight, FightId
from community.places import MessageRef
from community.settings import SettingsStore
from community.voters import Voter, check


class Audience:
    """The use cases behind a fight's buttons."""

    def __init__(self, *, store: FightStore, runner: FightRunner, settings: SettingsStore, clock: Clock) -> None:
        self._store = store
        self._runner = runner
        self._settings = settings
        self._clock = clock

    async def fight(self, fight_id: FightId) -> Fight:
        """The fight as it is now.

        Raises:
            FightNotFound: there is none of this id.
        """
        fight = await self._store.get(fight_id)
        if fight is None:
            raise FightNotFound
        return fight

    async def state(self, fight_id: FightId) -> FightState:
        """What has come of it so far."""
        return await self._runner.state(fight_id)

    async def said_in(self, message: MessageRef) -> tuple[HistoryMessage, ...]:
        """What a fight that is over came to, as earlier turns for another: its question, and its winner's last words.

        Nothing where the message shows no such fight.
        """
        fight = await self._store.shown_at(message)
        if fight is None or fight.status.live:
            return ()
        state = await self.state(fight.id)
        best = state.best
        answer = () if best is None else (HistoryMessage(role="assistant", content=best.text),)
        return (*fight.terms.history, HistoryMessage(role="user", content=fight.question), *answer)

    async def cast(self, fight_id: FightId, voter: Voter, seat: int | None) -> AudienceBallot:
        """Keep the voter's ballot for the fighter in this seat, from 0; None withdraws it. It is on the disk then.

        Raises:
            VotingClosed: the fight takes no ballots now, or has nobody in that seat.
            FightNotFound: there is none of this id.
            NotEligible: a rule of the guild bars the voter. Withdrawing is open to everybody.
        """
        state = await self.state(fight_id)
        if not state.open_to_audience or not (seat is None or seat < len(state.agents)):
            raise VotingClosed
        now = self._clock.now()
        if seat is None:
            return await self._store.cast(fight_id, voter.member_id, None, now)
        fight = await self.fight(fight_id)
        rules = (await self._settings.of_guild(fight.guild_id)).voting
        check(voter, rules, starter_id=fight.starter_id, now=now)
        return await self._store.cast(fight_id, voter.member_id, state.agents[seat], now)

    async def ballot_of(self, fight_id: FightId, member_id: int) -> str | None:
        """For whom the member's own ballot is."""
        return await self._store.ballot_of(fight_id, member_id)

    async def stop(self, fight_id: FightId, *, member_id: int, moderator: bool) -> Fight:
        """Stop the fight now.

        Raises:
            NotAllowed: the member is neither its starter nor a moderator.
            FightNotFound: there is none, or it is over.
        """
        fight = await self.fight(fight_id)
        if not moderator and member_id != fight.starter_id:
            raise NotAllowed
        stopped = await self._runner.stop(fight_id)
        if stopped is None:
            raise FightNotFound
        return stopped

    async def stop_in(self, channel_id: int, *, member_id: int, moderator: bool) -> Fight:
        """Stop the newest live fight of a channel that this member may stop.

        Raises:
            NotAllowed: only others' fights go on there.
            FightNotFound: none does.
        """
        live = await self._store.live(channel_id)
        own = [fight for fight in live if moderator or fight.starter_id == member_id]
        if live and not own:
            raise NotAllowed
        if not own:
            raise FightNotFound
        return await self.stop(own[-1].id, member_id=member_id, moderator=moderator)
