"""What a guild may decide for itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol

from community.rules import VotingRules

MIN_WINDOW: Final = timedelta(minutes=1)
MAX_WINDOW: Final = timedelta(hours=24)
"""Shortest and longest time that a vote may stay open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildSettings:
    """One guild's choices; the defaults hold until it makes some.

    `…_per_day` and `…_per_member` are battles, or fights, in 24 hours, counted from the first one. A fight asks up to
    eight models several times, so there are fewer of them.
    `threads` puts follow-ups into a thread of the battle's message; `spoilers` hides pictures until they are tapped,
    where the channel is not age-restricted.
    `locale` is that of questions, None for Discord's own of the guild. `source` is the one that battles come from where
    the starter says nothing, None for the bot's first. `hosted_allowed` says whether questions may leave for hosted
    systems.
    """

    battles_per_day: int = 20
    battles_per_member: int = 5
    fights_per_day: int = 10
    fights_per_member: int = 3
    voting_window: timedelta = timedelta(minutes=10)
    threads: bool = False
    spoilers: bool = False
    locale: str | None = None
    source: str | None = None
    hosted_allowed: bool = True
    voting: VotingRules = field(default_factory=VotingRules)


class SettingsStore(Protocol):
    """Where settings are kept."""

    async def of_guild(self, guild_id: int) -> GuildSettings:
        """The guild's settings, the defaults where it has made no choice."""
        ...

    async def save(self, guild_id: int, settings: GuildSettings) -> None:
        """Keep them in place of all that the guild had chosen."""
        ...

    async def change(self, guild_id: int, change: Callable[[GuildSettings], GuildSettings]) -> GuildSettings:
        """Change the settings as they are at that moment, and return what is kept. `change` may run more than once."""
        ...
