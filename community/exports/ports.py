"""What exports need from the outside."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from community.exports.records import BallotRecord, BattleRecord


class ExportReader(Protocol):
    """A guild's battles that are closed, revealed and not void, as records; pseudonyms by the guild's own key."""

    def battles(self, guild_id: int, until: datetime) -> AsyncIterator[Sequence[BattleRecord]]:
        """The battles that were closed until then, by the time of their close, some hundreds at once."""
        ...

    def ballots(self, guild_id: int, until: datetime) -> AsyncIterator[Sequence[BallotRecord]]:
        """Their ballots, in the same order of battles, some thousands at once."""
        ...
