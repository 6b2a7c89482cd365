"""Quotas: how many battles, or fights, fit into a window of time that begins with its first one.

Each is charged to its member, its guild and the key that pays for it, all three or none; and no guild takes more than
its share of a key. A charge is reserved
before anything is sent, and then spent, refunded, or, where nobody can know what happened upstream, unknown: it counts
like a spent one. So at all times: spent <= used <= spent + unknown + reserved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import floor
from typing import Final, Protocol

from community.errors import Refusal

WINDOW: Final = timedelta(hours=24)
"""Windows last as long as ModelChorus's own (reference page, "Rate Limits")."""


class Kind(StrEnum):
    """What a quota counts."""

    BATTLE = "battle"
    FIGHT = "fight"


class Scope(StrEnum):
    """Whose quota it is."""

    MEMBER = "member"
    GUILD = "guild"
    SHARE = "share"
    """What one guild may take of a key that all guilds share."""
    KEY = "key"


class ChargeState(StrEnum):
    """What became of a reservation."""

    RESERVED = "reserved"
    SPENT = "spent"
    UNKNOWN = "unknown"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many one subject has in a window.

    `subject` is opaque: `guild:member`, a guild's id, a key's name. A share has its key's, and beside it its guild.
    """

    kind: Kind
    scope: Scope
    subject: str
    limit: int
    window: timedelta = WINDOW
    guild_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What an allowance still holds. `opens_at` is when its window ends, None where it has not begun."""

    kind: Kind
    scope: Scope
    limit: int
    used: int
    opens_at: datetime | None

    @property
    def remaining(self) -> int:
        """How many can still be started in this window."""
        return max(0, self.limit - self.used)


def of_key(key: Allowance, guild_id: int, fair_share: float) -> list[Allowance]:
    """What a start of the guild is charged to beside member and guild: its part of the key, and the key.

    `fair_share` is that part, above 0 and at most 1, where a guild may take everything.
    """
    if fair_share >= 1:
        return [key]
    share = max(1, floor(key.limit * fair_share))
    return [replace(key, scope=Scope.SHARE, limit=share, guild_id=guild_id), key]


class QuotaUsedUp(Refusal):
    """One of the allowances is used up; nothing was reserved.

    Attributes:
        scope: whose allowance it is.
        left: all allowances of this start, so that the member sees the whole picture.
    """

    def __init__(self, scope: Scope, left: Sequence[Left]) -> None:
        super().__init__(f"the {scope} quota is used up")
        self.scope = scope
        self.left = tuple(left)

    @property
    def used_up(self) -> Left:
        """The allowance that refused."""
        return next(left for left in self.left if left.scope is self.scope)


class QuotaLedger(Protocol):
    """What is left, for showing. Reserving belongs to starting: see `BattleStore.start` and `FightStore.start`."""

    async def left(self, allowances: Sequence[Allowance], now: datetime) -> tuple[Left, ...]:
        """One entry for each allowance, in their order."""
        ...

    async def exhaust(self, allowance: Allowance, *, now: datetime, until: datetime) -> None:
        """Count the allowance as used up until then: whoever grants it has said so."""
        ...
