"""What statistics need from the outside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.statistics.values import Statistics


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `since` on, before `until`; None leaves that end open. What counts is when a battle was closed."""

    since: datetime | None = None
    until: datetime | None = None


class StatisticsReader(Protocol):
    """Counts over the battles of a guild that are closed, revealed and not void."""

    async def of_guild(self, guild_id: int, span: Span) -> Statistics:
        """Everything that is counted of the guild."""
        ...
