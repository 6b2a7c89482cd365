"""Counting ballots."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from arena.wire import Winner


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many ballots each choice got."""

    a: int = 0
    b: int = 0
    tie: int = 0
    both_bad: int = 0

    @classmethod
    def of(cls, ballots: Iterable[Winner]) -> Self:
        """Count single ballots."""
        counts = dict.fromkeys(Winner, 0)
        for ballot in ballots:
            counts[ballot] += 1
        return cls.from_counts(counts)

    @classmethod
    def from_counts(cls, counts: Mapping[Winner, int]) -> Self:
        """Take counts made elsewhere; what is missing is zero."""
        return cls(
            a=counts.get(Winner.A, 0),
            b=counts.get(Winner.B, 0),
            tie=counts.get(Winner.TIE, 0),
            both_bad=counts.get(Winner.BOTH_BAD, 0),
        )

    @property
    def counts(self) -> dict[Winner, int]:
        """The counts by choice, in the order in which they are shown."""
        return {Winner.A: self.a, Winner.B: self.b, Winner.TIE: self.tie, Winner.BOTH_BAD: self.both_bad}

    @property
    def total(self) -> int:
        """All ballots."""
        return sum(self.counts.values())

    @property
    def winner(self) -> Winner:
        """The choice with the most ballots; any shared top is a tie.

        Raises:
            ValueError: there are no ballots, so nothing was decided.
        """
        if not self.total:
            raise ValueError("no ballots, no winner")
        top = max(self.counts.values())
        leaders = [choice for choice, count in self.counts.items() if count == top]
        return leaders[0] if len(leaders) == 1 else Winner.TIE
