"""What the fights of a community need from the outside."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from arena.wire.concurred import Event
from community.consent import Destination
from community.fights.values import AudienceBallot, Fight, FightFailure, FightId, NewFight, Status, Terms
from community.places import MessageRef
from community.quotas import Allowance


class FightStore(Protocol):
    """Fights, their events, ballots and charges. Every method is one transaction; what it returns is on the disk."""

    async def start(self, fight: NewFight, allowances: Sequence[Allowance]) -> Fight:
        """Reserve one fight of every allowance and keep the fight as STARTING, or do neither.

        Raises:
            QuotaUsedUp: the first allowance, in the given order, that has none left.
        """
        ...

    async def get(self, fight_id: FightId) -> Fight | None:
        """The fight as it is now."""
        ...

    async def shown_at(self, message: MessageRef) -> Fight | None:
        """The fight that this message shows."""
        ...

    async def live(self, channel_id: int | None = None) -> Sequence[Fight]:
        """All that are not over, or those of one channel, oldest first."""
        ...

    async def append(self, fight_id: FightId, number: int, event: Event, *, completed_at: datetime | None) -> bool:
        """Keep the event with its number, from 0; the first makes the fight RUNNING and spends its charges.

        With `completed_at` the fight becomes COMPLETE. False where the fight is over: nothing was kept.
        """
        ...

    async def events(self, fight_id: FightId) -> Sequence[Event]:
        """All events that were kept, in their order."""
        ...

    async def end(
        self,
        fight_id: FightId,
        status: Status,
        now: datetime,
        *,
        failure: FightFailure | None = None,
        reason: str | None = None,
    ) -> Fight | None:
        """End a live fight; None where it is over already.

        Charges that are still reserved are refunded where `failure.refunded`, else unknown; spent ones stay spent.
        """
        ...

    async def cast(self, fight_id: FightId, member_id: int, agent: str | None, now: datetime) -> AudienceBallot:
        """Keep a member's ballot in place of an earlier one; None withdraws it.

        Raises:
            VotingClosed: the fight is not RUNNING.
        """
        ...

    async def ballot_of(self, fight_id: FightId, member_id: int) -> str | None:
        """For whom the member's ballot is, None where there is none."""
        ...

    async def outdated(self) -> Sequence[Fight]:
        """The fights that are over and whose message does not say so yet, oldest first."""
        ...

    async def keep_shown(self, fight_id: FightId, status: Status) -> None:
        """Remember that the fight's message shows this status, or that it can be shown nowhere any more."""
        ...

    async def keep_message(self, fight_id: FightId, message: MessageRef) -> None:
        """Remember where the fight is shown. A later message takes the place of an earlier one."""
        ...


class FightSource(Protocol):
    """A system that lets models fight: Concurred, hosted or at home."""

    @property
    def name(self) -> str:
        """How members know it, such as "Concurred"."""
        ...

    @property
    def destination(self) -> Destination:
        """How far its questions travel."""
        ...

    @property
    def fights_per_day(self) -> int | None:
        """How many fights all guilds together may have in 24 hours, None for no limit."""
        ...

    async def fighters(self) -> Mapping[str, str]:
        """Display names of the models that can fight, by what the source calls them, in the source's order.

        Never raises and answers soon: where the source cannot be asked, the last known are the answer, or none.
        """
        ...

    def fight(self, question: str, terms: Terms) -> AsyncGenerator[Event, None]:
        """The fight's events, up to its end. Closing the generator stops the models.

        Raises:
            SourceError: before the first event, as for a battle's creation; after it, `SourceCut`.
        """
        ...


class FightStage(Protocol):
    """Where fights are shown. Faults of the place (message deleted, permission lost) are its own to bear."""

    def changed(self, fight_id: FightId) -> None:
        """Bring the fight's message to its newest state soon."""
        ...
