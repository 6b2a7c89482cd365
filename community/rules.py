"""The rules of a guild's votes."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingRules:
    """A guild's rules. The defaults let every member vote at once.

    `voter_roles` empty means everybody. `ballots_per_day` counts a member's ballots in the last 24 hours, None for no
    limit. A vote with fewer ballots than `quorum` at its deadline is extended once, where `extends`.
    """

    voter_roles: frozenset[int] = frozenset()
    account_age: timedelta = timedelta(0)
    membership: timedelta = timedelta(0)
    reading_time: bool = False
    ballots_per_day: int | None = None
    starter_votes: bool = True
    quorum: int = 1
    extends: bool = True
