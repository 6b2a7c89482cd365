"""What a server's votes say beside its boards: how many, how alike, and whether the side of the screen mattered.

Everything is counted over battles that are closed, revealed and not void; of an open battle nothing is ever counted.
"""

import math
from dataclasses import dataclass
from typing import Final

from community.battles.tally import Tally

SIGNIFICANT: Final = 2.576
"""|z| from which chance alone would have to be unlucky: once in a hundred servers (two-sided normal, 1 %)."""
ENOUGH_BATTLES: Final = 20
"""Battles from which the normal approximation of the sign-flip test is near its exact distribution."""


@dataclass(frozen=True, slots=True)
class Sums:
    """How much was going on. `voters` counts each member once."""

    battles: int = 0
    ballots: int = 0
    voters: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far members who judged the same battle agree.

    `agreeing` of `pairs` pairs of ballots on the same battle are alike. `by_chance` is the share that would be if
    everybody drew from the same hat.
    """

    agreeing: int
    pairs: int
    by_chance: float

    @property
    def share(self) -> float:
        """Alike pairs among all pairs, 0 to 1."""
        return self.agreeing / self.pairs

    @property
    def kappa(self) -> float | None:
        """Fleiss' kappa: 0 is chance, 1 is unanimity. None where everybody always chose the same.

        Fleiss 1971, Psychological Bulletin 76(5); battles have different numbers of voters, so each pair of ballots
        weighs the same.
        """
        return None if self.by_chance >= 1 else (self.share - self.by_chance) / (1 - self.by_chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Whether answer A fared better for being A.

    Sides are drawn, so without such a bias each battle's lead of A over B is as likely as the same lead of B over A.
    `leads` is the sum of those leads over battles, `squares` the sum of their squares: ballots on one battle judge the
    same answers, so the battle is what counts, not the ballot.
    """

    a: int
    b: int
    battles: int
    leads: int
    squares: int

    @property
    def share_of_a(self) -> float:
        """Ballots for A among those for A or B, 0 to 1."""
        return self.a / (self.a + self.b)

    @property
    def z(self) -> float:
        """The leads in units of their standard deviation under no bias (sign-flip test); 0 where nobody led."""
        return self.leads / math.sqrt(self.squares) if self.squares else 0.0

    @property
    def biased(self) -> bool:
        """Whether chance is a poor explanation."""
        return self.battles >= ENOUGH_BATTLES and abs(self.z) >= SIGNIFICANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """One server's votes. `leaked` counts battles in which an answer said who wrote it."""

    sums: Sums
    choices: Tally
    leaked: int
    agreement: Agreement | None
    position: Position | None
