"""What opinions need from the outside."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from arena.wire import Modality
from community.battles.values import BattleId
from community.opinions.values import Guess, Parcel, Rating, Reason


class OpinionStore(Protocol):
    """What members said. Every method is one transaction; what it returns is on the disk."""

    async def rating_of(self, battle_id: BattleId, member_id: int) -> Rating:
        """The member's rating, an empty one where there is none."""
        ...

    async def rate(
        self, battle_id: BattleId, member_id: int, rating: Rating, now: datetime, *, upstream_at: datetime
    ) -> bool:
        """Keep the rating in place of an earlier one, if the names are out and the battle is not void; say whether.

        The starter's first one is put into the outbox, due at `upstream_at`.
        """
        ...

    async def reason_of(self, battle_id: BattleId, member_id: int) -> Reason | None:
        """The reason for the ballot that stands."""
        ...

    async def give_reason(self, battle_id: BattleId, member_id: int, words: str, now: datetime) -> bool:
        """Keep why the member's ballot is what it is, or nothing where `words` is empty.

        Only while the vote is open and the member has a ballot; say whether. It goes when the ballot is withdrawn.
        """
        ...

    async def guess_of(self, battle_id: BattleId, member_id: int) -> Guess:
        """The member's guess, an empty one where there is none."""
        ...

    async def guess(
        self, battle_id: BattleId, member_id: int, change: Callable[[Guess], Guess], now: datetime
    ) -> Guess | None:
        """Change the guess as it is at that moment, if the vote is open, and return what is kept, else None.

        `change` may run more than once.
        """
        ...

    async def watch(self, battle_id: BattleId, member_id: int, now: datetime, *, most: int) -> bool:
        """Remember that the member wants to be told of the reveal, if that is still to come; say whether.

        Raises:
            TooManyWatchers: so many want it already.
        """
        ...

    async def unwatch(self, battle_id: BattleId, member_id: int) -> None:
        """Forget it again."""
        ...

    async def watches(self, battle_id: BattleId, member_id: int) -> bool:
        """Whether the member wants to be told."""
        ...

    async def watchers(self, battle_id: BattleId) -> Sequence[int]:
        """Who wants to be told, in the order in which they asked."""
        ...


class Outbox(Protocol):
    """The starters' ratings on their way upstream: waiting, then sending, then sent or dropped; each is sent once."""

    async def due(self, now: datetime) -> Sequence[BattleId]:
        """Those that wait and whose time has come, most overdue first. Those of void battles are never due."""
        ...

    async def undecided(self) -> Sequence[Parcel]:
        """Those that are being sent, or were when an earlier process ended."""
        ...

    async def take(self, battle_id: BattleId) -> Parcel | None:
        """Waiting → sending, with the rating as it is now; None where it waits no longer."""
        ...

    async def put_back(self, battle_id: BattleId, due_at: datetime) -> None:
        """Sending → waiting: nothing has arrived."""
        ...

    async def settle(self, battle_id: BattleId, *, sent: bool) -> None:
        """Sending → sent, or → dropped: it is never sent again."""
        ...


class OpinionSource(Protocol):
    """A source that takes feedback. Both methods raise SourceError and nothing else."""

    async def give_feedback(self, upstream_id: str, rating: Rating) -> None:
        """Attach the rating to the battle's vote."""
        ...

    async def feedback_stands(self, upstream_id: str) -> bool | None:
        """Whether the battle's vote carries feedback; None where the source does not say."""
        ...


class Catalogue(Protocol):
    """A source that lists its models."""

    async def competitors(self, modality: Modality) -> Sequence[str]:
        """The display names of all models that may stand in such a battle; none where nobody can say. Never raises."""
        ...
