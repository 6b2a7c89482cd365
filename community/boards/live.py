"""Live boards: one message a server that shows its board as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from community.boards.values import Filters, Picture
from community.places import MessageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBoard:
    """Where a server's live board stands. `message` is None until it was posted."""

    guild_id: int
    channel_id: int
    filters: Filters
    picture: Picture
    message: MessageRef | None = None


class LiveStore(Protocol):
    """Where they are kept. Every method is one transaction."""

    async def keep(self, live: LiveBoard) -> LiveBoard | None:
        """Keep it in place of the server's earlier one, which is returned."""
        ...

    async def remove(self, guild_id: int) -> LiveBoard | None:
        """Forget the server's, which is returned."""
        ...

    async def of_guild(self, guild_id: int) -> LiveBoard | None:
        """The server's, None where it has none."""
        ...

    async def stale(self) -> Sequence[LiveBoard]:
        """Those that do not show the newest counts."""
        ...

    async def shown(self, live: LiveBoard, message: MessageRef | None, version: int) -> bool:
        """Remember what it shows, and where; False where the server has decided otherwise meanwhile."""
        ...
