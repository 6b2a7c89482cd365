"""A board: models by strength, each with an interval and the ranks it may have."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from arena.ratings.counting import PairTable, Sums
from arena.ratings.fitting import Fit, Floats, Rows, Start, fit

POINTS: Final = 400 / math.log(10)
"""Points a logit: 400 points more win ten times as often as they lose."""
CENTRE: Final = 1000.0
"""The mean rating of every board."""
COVERAGE: Final = 0.95
"""How often an interval should hold the true rating. docs/ratings.md shows how often it does."""

_NORMAL: Final = NormalDist().inv_cdf((1 + COVERAGE) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is expected of models before they have met here: about what the world's board says, where it knows them.

    `world` maps models to their ratings on another board, in points. Only differences to its mean are used; a model it
    does not know is expected at its mean. An empty one expects all models to be alike.
    """

    world: Mapping[str, float] = field(default_factory=dict)

    def centre(self, models: tuple[str, ...]) -> Floats:
        """What is expected of each of the models, in logits."""
        mean = math.fsum(self.world.values()) / max(1, len(self.world))
        return np.array([(self.world.get(model, mean) - mean) / POINTS for model in models])


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One model on a board.

    `rating`, `lower` and `upper` are in points. `rank` orders the ratings; given the intervals it may be any from
    `best_rank` (1 + the models that are surely better) to `worst_rank`. Ties and both bad are counted apart, though the
    rating takes both for half a win. `mostly_prior`: ballots have told less than half of what is known.
    """

    model: str
    rank: int
    best_rank: int
    worst_rank: int
    rating: float
    lower: float
    upper: float
    wins: int
    losses: int
    ties: int
    both_bad: int
    mostly_prior: bool

    @property
    def votes(self) -> int:
        """All ballots on this model's battles."""
        return self.wins + self.losses + self.ties + self.both_bad

    @property
    def win_rate(self) -> float | None:
        """Wins among the ballots that chose a side, None where none did."""
        decided = self.wins + self.losses
        return self.wins / decided if decided else None

    @property
    def both_bad_rate(self) -> float | None:
        """How many of the ballots on this model's battles called both answers bad, None where there are none."""
        return self.both_bad / self.votes if self.votes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The models that have met, best first, and what the next fit and the choice of pairs need.

    `dispersion` is φ: 1 where ballots on a battle are independent and never tied, more where they agree. `spread` says
    how far models lie round what was expected of them (a standard deviation, in points; None without a prior).
    `covariance` is that of the strengths on the centred scale, in logits², in the order of `models`.
    """

    standings: tuple[Standing, ...]
    battles: int
    votes: int
    dispersion: float
    spread: float | None
    mostly_prior: bool
    models: tuple[str, ...]
    covariance: Floats = field(repr=False, compare=False)
    start: Start = field(repr=False, compare=False)
    steps: int = field(compare=False)


def rate(table: PairTable, *, prior: Prior | None, warm: Board | None = None) -> Board:
    """Rate all models in the table.

    Args:
        table: the battles of one source and modality that are closed, revealed, blind and not leaked.
        prior: without it this is plain maximum likelihood, which few boards allow.
        warm: an earlier board to begin with, taken where every battle has one ballot. It makes the fit faster and
            its result no other.

    Raises:
        NotConverged: there is no result that may be shown.
    """
    sums = table.arrays()
    centre = (prior or Prior()).centre(sums.models)
    rows = Rows.of_counts(sums.first, sums.second, sums.sums, style=np.zeros((len(sums.first), 0)))
    found = fit(rows, centre, prior=prior is not None, start=begin(sums.models, rows, centre, warm))
    return board_of(sums, found, prior=prior is not None)


def begin(models: tuple[str, ...], rows: Rows, centre: Floats, warm: Board | None) -> Start:
    """Where to begin: with an earlier board's strengths, and with what is expected of models that it lacks.

    Where several vote on a battle, always with what is expected. A few such battles can be explained by models that lie
    far apart or by voters who agree with each other; a fit may rest at either, and must not choose by where it began.
    """
    features = rows.style.shape[1]
    if warm is None or len(warm.start.style) != features or (rows.squares > rows.votes).any():
        return Start(strengths=centre, style=np.zeros(features))
    known = dict(zip(warm.models, warm.start.strengths.tolist(), strict=True))
    strengths = np.array([known.get(model, expected) for model, expected in zip(models, centre.tolist(), strict=True)])
    return Start(strengths=strengths, style=warm.start.style, dispersion=warm.dispersion, spread=warm.start.spread)


def board_of(sums: Sums, found: Fit, *, prior: bool) -> Board:
    """Put a fit's result on the scale people read, beside what was counted."""
    size = len(sums.models)
    covariance = _centred(found.covariance[:size, :size])
    covariance.flags.writeable = False
    variances = covariance.diagonal()
    # Where only the prior speaks, a variance on the centred scale, where the sum is fixed, is this.
    before = found.spread**2 * (1 - 1 / max(1, size))
    return Board(
        standings=_standings(sums, found, variances, mostly_prior=prior & (variances > before / 2)),
        battles=int(sums.sums[0].sum()),
        votes=int(sums.sums[1:5].sum()),
        dispersion=found.dispersion,
        spread=found.spread * POINTS if prior else None,
        mostly_prior=prior and bool(variances.sum() >= size * before / 2),
        models=sums.models,
        covariance=covariance,
        start=Start(strengths=found.strengths, style=found.style, dispersion=found.dispersion, spread=found.spread),
        steps=found.steps,
    )


def _centred(covariance: Floats) -> Floats:
    """The covariance of the same strengths, each less their mean."""
    if not covariance.size:
        return covariance
    rows = covariance.mean(axis=0)
    centred: Floats = covariance - rows - rows[:, None] + rows.mean()
    return centred


def _standings(sums: Sums, found: Fit, variances: Floats, mostly_prior: NDArray[np.bool_]) -> tuple[Standing, ...]:
    size = len(sums.models)
    ratings = CENTRE + POINTS * (found.strengths - found.strengths.sum() / max(1, size))
    half = POINTS * quantile(found.freedom) * np.sqrt(np.maximum(variances, 0))
    lower, upper = ratings - half, ratings + half
    best = 1 + (lower > upper[:, None]).sum(axis=1)
    worst = size - (upper < lower[:, None]).sum(axis=1)
    # Equal ratings stand by name, not in the order in which battles came, which also moves their last digits.
    order = np.lexsort((np.array(sums.models, np.str_), -np.round(ratings, 6)))
    numbers = [array[order].tolist() for array in (best, worst, ratings, lower, upper, mostly_prior)]
    ballots = _ballots(sums)
    return tuple(
        Standing(
            model=sums.models[place],
            rank=rank,
            best_rank=best_rank,
            worst_rank=worst_rank,
            rating=rating,
            lower=low,
            upper=high,
            wins=ballots[place][0],
            losses=ballots[place][1],
            ties=ballots[place][2],
            both_bad=ballots[place][3],
            mostly_prior=from_prior,
        )
        for rank, (place, best_rank, worst_rank, rating, low, high, from_prior) in enumerate(
            zip(order.tolist(), *numbers, strict=True), start=1
        )
    )


def _ballots(sums: Sums) -> list[list[int]]:
    """For each model the ballots for it, against it, for neither, and against both."""
    wins, losses, ties, both_bad = sums.sums[1:5]
    size = len(sums.models)
    both_sides = ((wins, losses), (losses, wins), (ties, ties), (both_bad, both_bad))
    counts = [np.bincount(sums.first, a, size) + np.bincount(sums.second, b, size) for a, b in both_sides]
    ballots: list[list[int]] = np.stack(counts, axis=1).astype(np.int64).tolist()
    return ballots


def quantile(freedom: float) -> float:
    """How many standard deviations an interval reaches to each side, where φ was estimated with this much freedom.

    That is Student's t, by the first term of its expansion round the normal quantile. Below one degree the expansion
    says nothing any more, and little of an interval comes from φ: the prior holds it.
    """
    return _NORMAL * (1 + (_NORMAL**2 + 1) / (4 * max(freedom, 1.0)))
