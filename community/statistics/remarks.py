"""What members wrote about answers after the reveal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from community.battles.values import BattleId
from community.places import MessageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One member's words about a revealed battle, without the member. `stars` are 1 to 5."""

    battle_id: BattleId
    prompt: str
    a: str
    b: str
    stars: int | None
    words: str
    message: MessageRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """How a guild's members rated answers: how many did, their mean stars (None where nobody gave any), their words."""

    ratings: int
    stars: float | None
    remarks: Sequence[Remark]


class RemarkReader(Protocol):
    """Ratings of battles that are closed, revealed and not void."""

    async def opinion(self, guild_id: int, *, skip: int, limit: int) -> Opinion:
        """All ratings in sum, and so many of the words, the latest first."""
        ...
