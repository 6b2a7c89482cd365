"""How a battle moved its models' ratings on the guild's board. Kept at the reveal, so that it is told alike again."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

UPSET_POINTS: Final = 100.0
"""A winner that stood so far below the loser was expected to win at most 36 of 100 ballots: an upset."""


class Leaning(StrEnum):
    """What a rating mostly rests on as long as ballots have told less than half of what is known."""

    BALLOTS = "ballots"
    WORLD = "world"
    GUESS = "guess"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One model's rating here before and after the battle, in points, and half the width of its 95 % interval after.

    `before` is None where the model had not been on the board. A battle that moves no ratings has the same twice.
    """

    before: float | None
    after: float
    within: float
    leaning: Leaning = Leaning.BALLOTS


@dataclass(frozen=True, slots=True)
class Shifts:
    """Both models' ratings, each None where there is none: a newcomer's in a battle that moves no ratings."""

    a: Shift | None = None
    b: Shift | None = None

    def upset(self, *, a_won: bool) -> float | None:
        """The chance that the winner had by the ratings before, where that makes it an upset; else None."""
        winner, loser = (self.a, self.b) if a_won else (self.b, self.a)
        if winner is None or loser is None or winner.before is None or loser.before is None:
            return None
        below = loser.before - winner.before
        return 1 / (1 + 10 ** (below / 400)) if below >= UPSET_POINTS else None
