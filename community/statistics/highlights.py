"""Battles worth telling of: the most surprising, and the closest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from arena.wire import Winner
from community.battles.tally import Tally
from community.battles.values import BattleId
from community.places import MessageRef

FEWEST: Final = 3
"""Ballots from which a result is a community's and not one member's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A revealed battle, with its message where it stands somewhere."""

    id: BattleId
    prompt: str
    a: str
    b: str
    tally: Tally
    message: MessageRef | None

    @property
    def winner(self) -> str | None:
        """The model that won, None for a tie and for both bad."""
        return {Winner.A: self.a, Winner.B: self.b}.get(self.tally.winner)

    @property
    def loser(self) -> str | None:
        """The model that lost."""
        return {Winner.A: self.b, Winner.B: self.a}.get(self.tally.winner)

    @property
    def ahead(self) -> tuple[int, int]:
        """Ballots of the side with more, and of the other."""
        return max(self.tally.a, self.tally.b), min(self.tally.a, self.tally.b)


def surprises(results: Sequence[Result], ratings: Mapping[str, float], count: int) -> list[Result]:
    """The results that the board expected least, the most surprising first: the loser stands above the winner.

    `ratings` are those of the board as it is, in points. Results of fewer than three ballots are no surprise.
    """

    def gap(result: Result) -> float:
        if result.winner is None or result.loser is None or result.tally.total < FEWEST:
            return 0.0
        return ratings.get(result.loser, 0.0) - ratings.get(result.winner, 0.0)

    rated = [one for one in results if {one.a, one.b} <= ratings.keys()]
    return sorted((one for one in rated if gap(one) > 0), key=lambda one: (-gap(one), one.id))[:count]


def closest(results: Sequence[Result]) -> Result | None:
    """The result with the smallest lead among many ballots for A or B, None where no result has some for both."""

    def place(result: Result) -> tuple[int, int, str]:
        more, less = result.ahead
        return more - less, -(more + less), result.id

    split = [one for one in results if one.ahead[1] > 0 and one.tally.a + one.tally.b >= FEWEST]
    return min(split, key=place, default=None)
