"""What was battled: by a member, on a server, and, once the names are out, by model."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from community.battles.values import Battle

PAGE: Final = 5
"""Battles on one page."""
MOST_NAMES: Final = 25
"""Names that are proposed at once: as many as Discord shows (interactions/application-commands)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which battles of a guild are wanted.

    `member_id` for those that this member started or voted in, None for all. `model` for those in which it is known to
    have stood, None for all. `channels` are the places that the reader may look into; a member's own battles are in
    them wherever they were.
    """

    guild_id: int
    channels: frozenset[int]
    member_id: int | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some battles, newest first; `number` counts from 0, and `more` says whether older ones follow."""

    battles: Sequence[Battle]
    number: int
    more: bool


class HistoryReader(Protocol):
    """Where battles are kept."""

    async def newest(self, wanted: Wanted, *, offset: int, limit: int) -> Sequence[Battle]:
        """The battles that are wanted, newest first. By model only those that count: names out and not void."""
        ...

    async def models(self, guild_id: int, channels: frozenset[int]) -> Sequence[str]:
        """The names that came out in these channels, by how often, in battles that count."""
        ...


class History:
    """The use case behind `/battle history`."""

    def __init__(self, reader: HistoryReader) -> None:
        self._reader = reader

    async def page(self, wanted: Wanted, number: int) -> HistoryPage:
        """A page; one beyond the last is empty."""
        found = await self._reader.newest(wanted, offset=number * PAGE, limit=PAGE + 1)
        return HistoryPage(found[:PAGE], number, len(found) > PAGE)

    async def names_like(self, guild_id: int, channels: frozenset[int], typed: str) -> Sequence[str]:
        """Names to propose for what was typed so far, a name that was typed whole first.

        A model that stands in open battles alone is not among them.
        """
        typed = typed.strip().casefold()
        names = [name for name in await self._reader.models(guild_id, channels) if typed in name.casefold()]
        return sorted(names, key=lambda name: name.casefold() != typed)[:MOST_NAMES]

    async def named(self, guild_id: int, channels: frozenset[int], sign: str) -> str | None:
        """The name with this `sign_of`, None where no such name came out."""
        names = await self._reader.models(guild_id, channels)
        return next((name for name in names if sign_of(name) == sign), None)


def sign_of(name: str) -> str:
    """Eight characters for a name, which may be longer than a button carries."""
    return hashlib.blake2s(name.encode(), digest_size=4).hexdigest()
