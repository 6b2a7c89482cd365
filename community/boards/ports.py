"""What boards need from the outside."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from arena.ratings import PairRow
from arena.wire import CategoryBoard, FeedVote, HeadToHead, Modality, Standing, Stats
from community.boards.values import Counts, Filters, Posted


class BoardStore(Protocol):
    """The counts of all guilds. The transaction that reveals a battle adds it to them."""

    async def sources(self, guild_id: int, modality: Modality) -> Sequence[str]:
        """The sources of the guild's counted battles, those with most battles first."""
        ...

    async def counts(self, guild_id: int, filters: Filters, since: date | None, *, known: int | None) -> Counts | None:
        """The counts of the battles closed on `since` or later; None where nothing changed since version `known`."""
        ...

    async def spans(
        self, guild_id: int, filters: Filters, since: date | None, *, number: int
    ) -> Sequence[tuple[date, Sequence[PairRow]]]:
        """The counts by spans of time, oldest first, at most so many: each span's last day, and its battles' counts."""
        ...

    async def ballots_of(
        self, guild_id: int, member_id: int, filters: Filters, since: date | None
    ) -> tuple[Sequence[PairRow], datetime | None]:
        """One member's ballots on the counted battles, each a battle of its own, and when the last was closed.

        The category of the filters is not looked at.
        """
        ...

    async def posted(self, guild_id: int, filters: Filters) -> Posted | None:
        """The last post of this board."""
        ...

    async def keep_posted(self, guild_id: int, filters: Filters, posted: Posted) -> None:
        """Remember a post in place of the one before."""
        ...

    async def world(self, source: str, modality: Modality) -> Mapping[str, float]:
        """The ratings of the source's world board as they were last kept, by model; empty where none are known."""
        ...

    async def keep_world(self, source: str, modality: Modality, ratings: Mapping[str, float]) -> None:
        """Keep them in place of the ones before."""
        ...


class World(Protocol):
    """What one source tells everybody: boards, and voters' words. All methods raise SourceError and nothing else."""

    async def board(
        self, modality: Modality, *, locale: str | None = None, category: str | None = None
    ) -> Sequence[Standing]:
        """The board, the best first. Only text boards have categories."""
        ...

    async def categories(self, *, locale: str | None = None) -> Sequence[CategoryBoard]:
        """The boards of all categories."""
        ...

    async def head_to_head(self, modality: Modality, *, locale: str | None = None) -> Sequence[HeadToHead]:
        """What every two models did against each other."""
        ...

    async def locales(self, modality: Modality) -> Sequence[str]:
        """The locales that have votes."""
        ...

    async def totals(self) -> Stats:
        """How much there is in all."""
        ...

    async def feedback(self) -> Sequence[FeedVote]:
        """The latest votes that came with words."""
        ...
