"""What is kept of the battles: a few whole numbers a pair of models, which any battle changes in constant time.

All ballots on one battle judge the same two answers, so they are not independent. To know later how far they are not,
three sums of squares over battles are enough (n ballots in a battle, s of them for the first model, ties half):
Σn², Σn·s, Σs². For any chance p, Σ(s - n·p)² = Σs² - 2p·Σn·s + p²·Σn².

Halves are kept doubled, so that all sums are integers and what was added can be taken out without a trace.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from arena.ratings.errors import BadCounts

Whole = Sequence[int] | NDArray[np.integer]
"""Whole numbers."""
OUTCOMES: Final = 4
"""A ballot says one of four things, coded 0 for A, 1 for B, 2 for a tie and 3 for both bad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairStats:
    """The sufficient statistics of some battles of two models, as seen from the first.

    `wins`, `losses`, `ties` and `both_bad` count ballots. `squares` is Σn², `cross` is Σn·2s and `score_squares` is
    Σ(2s)² over battles, where s counts a win as 1, a tie and both bad as a half.
    """

    battles: int = 0
    wins: int = 0
    losses: int = 0
    ties: int = 0
    both_bad: int = 0
    squares: int = 0
    cross: int = 0
    score_squares: int = 0

    @classmethod
    def of_battle(cls, *, a: int, b: int, tie: int = 0, both_bad: int = 0) -> Self:
        """One battle by the ballots it got; without any it carries nothing and counts nowhere.

        Raises:
            BadCounts: a count is negative.
        """
        if min(a, b, tie, both_bad) < 0:
            raise BadCounts("A battle cannot have a negative number of ballots.")
        votes, doubled = a + b + tie + both_bad, 2 * a + tie + both_bad
        return cls(
            battles=1 if votes else 0,
            wins=a,
            losses=b,
            ties=tie,
            both_bad=both_bad,
            squares=votes * votes,
            cross=votes * doubled,
            score_squares=doubled * doubled,
        )

    @property
    def votes(self) -> int:
        """All ballots."""
        return self.wins + self.losses + self.ties + self.both_bad

    def mirrored(self) -> Self:
        """The same battles as seen from the second model: each battle's s becomes n - s."""
        return type(self)(
            battles=self.battles,
            wins=self.losses,
            losses=self.wins,
            ties=self.ties,
            both_bad=self.both_bad,
            squares=self.squares,
            cross=2 * self.squares - self.cross,
            score_squares=4 * self.squares - 4 * self.cross + self.score_squares,
        )


_Counter: Final = np.uint32
_CHUNK: Final = 1 << 16
"""Votes that are counted at a time, few enough to stay in the processor's cache."""
_FIELDS: Final = tuple(field.name for field in fields(PairStats))
_values: Final[Callable[[PairStats], tuple[int, ...]]] = attrgetter(*_FIELDS)


class PairRow(NamedTuple):
    """What a store keeps of two models: `first` comes before `second` in the alphabet."""

    first: str
    second: str
    stats: PairStats


def in_order(a: str, b: str, stats: PairStats) -> PairRow:
    """The row in which a store keeps what is known of `a` against `b`, whichever of them stood on side A.

    Raises:
        BadCounts: both are the same model.
    """
    if a == b:
        raise BadCounts("A model cannot meet itself.")
    return PairRow(a, b, stats) if a < b else PairRow(b, a, stats.mirrored())


class Sums(NamedTuple):
    """A whole table as arrays: place k is about `models[first[k]]` against `models[second[k]]`.

    `sums` has a row for each field of `PairStats`, in their order, and a column for each pair.
    """

    models: tuple[str, ...]
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    sums: NDArray[np.int64]


class PairTable:
    """The statistics of all pairs that have met. Tables of different days, places or categories can be merged."""

    def __init__(self) -> None:
        self._models: dict[str, int] = {}
        self._size = 0
        self._ends: NDArray[np.intp] = np.zeros((2, 16), np.intp)
        self._sums: NDArray[np.int64] = np.zeros((len(_FIELDS), 16), np.int64)

    @classmethod
    def of_votes(cls, models: Sequence[str], first: Whole, second: Whole, outcome: Whole) -> Self:
        """Count votes that are battles of their own, from three arrays of the same length.

        Args:
            models: the different names that `first` and `second` point to.
            first: the index of the model on side A.
            second: the index of the model on side B.
            outcome: 0 for A, 1 for B, 2 for a tie, 3 for both bad.

        Raises:
            BadCounts: a model meets itself, a number is out of its range, or the lengths differ.
        """
        size = len(models)
        arrays = [_whole(numbers) for numbers in (outcome, first, second)]
        votes = len(arrays[0])
        if len({len(array) for array in arrays}) > 1:
            raise BadCounts("The three arrays differ in length.")
        if votes > np.iinfo(_Counter).max:
            raise BadCounts("These are more votes than can be counted at a time: count parts of them, and merge.")
        counts = np.zeros((OUTCOMES, size, size), _Counter)
        for start in range(0, votes, _CHUNK):
            keys = _keys([array[start : start + _CHUNK] for array in arrays], counts.shape)
            # As np.bincount, but it needs no new array a chunk, and half the bytes stay in the cache more easily.
            np.add.at(counts.reshape(-1), keys.astype(np.intp), _Counter(1))
        if counts.diagonal(axis1=1, axis2=2).any():
            raise BadCounts("A model cannot meet itself.")
        order = np.argsort(np.array(models, dtype=np.str_))
        in_alphabet = counts[:, order[:, None], order].astype(np.int64)
        return cls._of_counts([models[place] for place in order.tolist()], in_alphabet)

    @classmethod
    def _of_counts(cls, models: list[str], counts: NDArray[np.int64]) -> Self:
        """From single votes counted by outcome, model on A and model on B, the models being in alphabetical order."""
        both = counts + counts.swapaxes(1, 2)[[1, 0, 2, 3]]
        i, j = np.nonzero(np.triu(both.sum(axis=0)))
        wins, losses, ties, both_bad = both[:, i, j]
        halves = ties + both_bad
        votes = wins + losses + halves
        table = cls()
        table._models = {model: place for place, model in enumerate(models)}
        table._size = len(i)
        table._ends = np.stack((i, j))
        table._sums = np.stack((votes, wins, losses, ties, both_bad, votes, 2 * wins + halves, 4 * wins + halves))
        return table

    def add(self, a: str, b: str, stats: PairStats) -> None:
        """Add battles of `a` against `b`, as seen from `a`.

        Raises:
            BadCounts: both are the same model.
        """
        row = in_order(a, b, stats)
        place = self._place(row.first, row.second)
        self._sums[:, place] += _values(row.stats)

    def subtract(self, a: str, b: str, stats: PairStats) -> None:
        """Take out battles that were added before, for example one that was voided.

        Raises:
            BadCounts: both are the same model, or there was less than that.
        """
        row = in_order(a, b, stats)
        place = self._place(row.first, row.second)
        left = self._sums[:, place] - np.array(_values(row.stats))
        if (left < 0).any():
            raise BadCounts("More was taken out than there was.")
        self._sums[:, place] = left

    def merge(self, other: "PairTable") -> None:
        """Add everything that another table holds."""
        for row in other.rows():
            self.add(*row)

    def rows(self) -> Iterator[PairRow]:
        """The pairs that have met, in no particular order."""
        for (first, second), place in self._places.items():
            if self._sums[0, place]:
                yield PairRow(
                    first, second, PairStats(**dict(zip(_FIELDS, self._sums[:, place].tolist(), strict=True)))
                )

    def arrays(self) -> Sums:
        """The pairs that have met, and the models in them."""
        size = self._size
        ends, sums = self._ends[:, :size], self._sums[:, :size]
        if not sums[0].all():  # what was taken out again left empty places
            ends, sums = ends[:, sums[0] > 0], sums[:, sums[0] > 0]
        used = np.zeros(len(self._models), np.bool_)
        used[ends] = True
        index = np.cumsum(used) - 1
        models = tuple(model for model, place in self._models.items() if used[place])
        return Sums(models, index[ends[0]], index[ends[1]], sums)

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        """Where each pair stands. Whoever only counts and rates never asks."""
        names = tuple(self._models)
        pairs = zip(*self._ends[:, : self._size].tolist(), strict=True)
        return {(names[first], names[second]): place for place, (first, second) in enumerate(pairs)}

    def _place(self, first: str, second: str) -> int:
        place = self._places.get((first, second))
        if place is None:
            place = self._places[first, second] = self._size
            self._size += 1
            if place >= self._sums.shape[1]:
                self._sums = np.pad(self._sums, ((0, 0), (0, place + 1)))
                self._ends = np.pad(self._ends, ((0, 0), (0, place + 1)))
            self._ends[:, place] = [self._models.setdefault(model, len(self._models)) for model in (first, second)]
        return place


def _whole(numbers: Whole) -> NDArray[np.integer]:
    """The numbers as they are, if they are whole: as few bytes as they have, so fast are they counted."""
    array = np.asarray(numbers)
    return array if np.issubdtype(array.dtype, np.integer) else array.astype(np.intp)


def _keys(chunk: Sequence[NDArray[np.integer]], shape: tuple[int, ...]) -> NDArray[np.unsignedinteger]:
    """One number for each vote: where it stands in an array of that shape, in the fewest bytes that hold it.

    Raises:
        BadCounts: one of the numbers is out of its range.
    """
    keys = np.zeros(len(chunk[0]), np.min_scalar_type(math.prod(shape)))
    for numbers, bound in zip(chunk, shape, strict=True):
        # Seen as unsigned, a negative number is larger than every bound.
        if numbers.view(f"u{numbers.itemsize}").max(initial=0) >= bound:
            raise BadCounts("An index points to no model, or an outcome is none of the four.")
        keys *= bound
        keys += numbers.astype(keys.dtype, copy=False)
    return keys
