"""What statistics need from the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from arena.wire import Modality
from community.statistics.highlights import Result
from community.statistics.values import Statistics

MOST_RESULTS: Final = 2_000


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

    async def results(self, guild_id: int, source: str, modality: Modality, span: Span) -> Sequence[Result]:
        """The latest `MOST_RESULTS` battles of that source and modality, the latest first.

        Those whose ballots move no rating, because an answer said who wrote it, are left out.
        """
        ...
