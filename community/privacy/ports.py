"""What privacy needs from the outside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from community.battles.values import BattleId
from community.fights.values import FightId

Row = Mapping[str, Any]
"""One row of what is kept: names and JSON's values."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done at once. `waits` says that battles or fights of the member are still going on.

    `battles` and `fights` are those whose messages show something that is forgotten now.
    """

    battles: Sequence[BattleId]
    fights: Sequence[FightId]
    waits: bool


class MemberKeeper(Protocol):
    """What is kept of single members, in all guilds."""

    async def all_of(self, member_id: int) -> Mapping[str, Sequence[Row]]:
        """Everything that is kept of the member, by what kind of thing it is."""
        ...

    async def forget(self, member_id: int, now: datetime) -> Forgotten:
        """Take the member out of everything that is over, and remember to do the rest once it is.

        Ballots on open battles and live fights are withdrawn. Closed tallies stay as they are: their ballots get
        other, random numbers in the member's place.
        """
        ...

    async def waiting(self) -> Sequence[int]:
        """The members of whom something is still to be forgotten."""
        ...


class GuildKeeper(Protocol):
    """What is kept of guilds that the bot is no longer in."""

    async def left(self, guild_id: int, now: datetime) -> bool:
        """The bot was taken off the guild; say whether that was not known yet."""
        ...

    async def there(self, guild_ids: Collection[int]) -> None:
        """The bot is in these guilds, perhaps again: nothing of them is deleted."""
        ...

    async def known(self) -> Sequence[int]:
        """All guilds of which something is kept."""
        ...

    async def departed(self, before: datetime) -> Sequence[int]:
        """The guilds that the bot left before then."""
        ...

    async def delete(self, guild_id: int) -> None:
        """Delete everything that is kept of the guild."""
        ...

    async def purge_windows(self, before: datetime) -> None:
        """Delete the quota windows that ended before then, with what was charged to them: they say who started what."""
        ...
