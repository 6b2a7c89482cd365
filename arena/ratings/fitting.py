"""Bradley-Terry, fitted: strengths in logits, their covariance, and how far the ballots of a battle hang together.

A voter prefers model i to model j with the chance 1 / (1 + exp(-lean)), where lean = θi - θj + style (Bradley and
Terry 1952). A row holds n ballots on the same two models, s of them for the first. Four things are found together, each
from the others, until nothing moves:

* strengths θ: Newton steps on the score equations Σ x(s - n·p) = φ·(θ - centre)/τ², that is the counts' likelihood
  over φ, and a Gaussian prior of variance τ²;
* the dispersion φ: how much more (or, with ties, less) battles vary than independent ballots would,
  φ = (Σ r² + 2.25) / (Σ n·p(1-p) - A + 3), where r = s - n·p is the residual of a battle, and A = Σ (n·p(1-p))²·q,
  φ·q being the variance of the fitted lean, is what the fit has taken out of its own residuals;
* the spread τ of the models round their centre: τ² = (Σ (θ - centre)² + 5·0.45²) / (g + 5), where g = M - Σ var(θ)/τ²
  counts the strengths that the data and not the prior determined (MacKay 1992, "Bayesian Interpolation");
* the covariance φ·(H + φ/τ²)⁻¹ = (H/φ + 1/τ²)⁻¹, H = Σ n·p(1-p)·x·xᵀ.

What was tried before this, and the coverage of each: docs/ratings.md.
"""

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from arena.ratings.errors import NotConverged

Floats = NDArray[np.float64]

PRIOR_SPREAD: Final = 0.45
"""Logits. What the spread of the models' strengths is taken for where there is nothing to learn it from."""
PRIOR_MODELS: Final = 5.0
"""How many models' strengths that guess weighs."""
STYLE_SPREAD: Final = 0.5
"""Logits a standard deviation of a feature of style. LMArena's largest, for length, is about 0.25."""
PRIOR_VARIATION: Final = 3.0
"""How much binomial variance the guess for φ weighs: that of 12 ballots between equals."""
PRIOR_DISPERSION: Final = 0.75
"""φ of single ballots, a quarter of them ties: what φ is taken for where there is nothing to learn it from."""

_STEPS: Final = 5000
_STILL: Final = 1e-6
"""Logits. A millionth of one is 0.0002 points."""
_EXACT: Final = 1e-7
"""Logits. The same without a prior, where every program has to find the same maximum."""
_STEADY: Final = 1e-4
"""How little, as a ratio, φ and τ² may still move. An interval's width goes with their roots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What is fitted to, a row for each pair of models or for each battle.

    `battles` counts them; `votes` is Σn, `score` Σs, `squares` Σn², `cross` Σn·s and `score_squares` Σs² over them.
    `style` has a column for each feature of style, first model minus second, in standard deviations.
    """

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    battles: Floats
    votes: Floats
    score: Floats
    squares: Floats
    cross: Floats
    score_squares: Floats
    style: Floats

    @classmethod
    def of_counts(
        cls, first: NDArray[np.intp], second: NDArray[np.intp], counts: NDArray[np.int64], style: Floats
    ) -> Self:
        """From counts as a table keeps them: a line for each field of `PairStats`, scores doubled."""
        battles, wins, losses, ties, both_bad, squares, cross, score_squares = counts.astype(np.float64)
        return cls(
            first=first,
            second=second,
            battles=battles,
            votes=wins + losses + ties + both_bad,
            score=wins + (ties + both_bad) / 2,
            squares=squares,
            cross=cross / 2,
            score_squares=score_squares / 4,
            style=style,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a fit begins: not what it finds, only how soon."""

    strengths: Floats
    style: Floats
    dispersion: float = PRIOR_DISPERSION
    spread: float = PRIOR_SPREAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What a fit found. The covariance is that of the strengths and then the effects of style, in logits².

    `freedom` says how well φ, and with it the covariance, is known: the degrees of freedom of its estimate.
    """

    strengths: Floats
    style: Floats
    covariance: Floats
    dispersion: float
    spread: float
    freedom: float
    steps: int


def fit(rows: Rows, centre: Floats, *, prior: bool, start: Start) -> Fit:
    """Fit all strengths at once.

    Args:
        rows: the counts.
        centre: what the prior expects of each model, in logits.
        prior: without it the strengths are those of maximum likelihood, and sum to zero.
        start: where to begin; without a prior what each model has won says that better.

    Raises:
        NotConverged: without a prior, where the models are not joined by wins both ways; or no rest was found.
    """
    if not prior:
        return _plain(rows, len(centre))
    size = len(centre)
    point = np.concatenate((start.strengths, start.style))
    expected = np.concatenate((centre, np.zeros(rows.style.shape[1])))
    dispersion, spread2 = _Found(start.dispersion), _Found(start.spread**2)
    for steps in range(1, _STEPS + 1):
        chance = 1 / (1 + np.exp(-_lean(rows, point, size)))
        unit = chance * (1 - chance)
        pull = np.full(len(point), dispersion.value / STYLE_SPREAD**2)
        pull[:size] = dispersion.value / spread2.value
        information = _information(rows, rows.votes * unit, size)
        information[np.diag_indices_from(information)] += pull
        inverse = _inverse(information)
        step = inverse @ (_per_model(rows, rows.score - rows.votes * chance, size) - pull * (point - expected))
        point = point + _bounded(rows, step, size)
        left = _left_to_vary(rows, unit, _differences(rows, inverse, size))
        moved = dispersion.move(_dispersion(rows, chance, left))
        given = size - pull[:size] @ inverse.diagonal()[:size]
        off = point[:size] - centre
        moved += spread2.move(float((off @ off + PRIOR_MODELS * PRIOR_SPREAD**2) / (given + PRIOR_MODELS)))
        if _way_left(step) < _STILL and moved < _STEADY:
            return Fit(
                strengths=point[:size],
                style=point[size:],
                covariance=dispersion.value * inverse,
                dispersion=dispersion.value,
                spread=spread2.value**0.5,
                freedom=_freedom(rows, unit, left),
                steps=steps,
            )
    raise _no_rest()


def _plain(rows: Rows, size: int) -> Fit:
    """Maximum likelihood. Here φ moves no strength, so it and the covariance are found when these are at rest."""
    if not _joined(rows, size):
        raise NotConverged("Without a prior each model needs wins and losses that join it with all others.")
    won, lost = (np.bincount(rows.first, a, size) + np.bincount(rows.second, b, size) for a, b in _both_sides(rows))
    point = np.log(won / lost)
    point -= point.mean()
    for steps in range(1, _STEPS + 1):
        chance = 1 / (1 + np.exp(-_lean(rows, point, size)))
        unit = chance * (1 - chance)
        # Only differences are known; what is added to all places holds the sum, which no step then moves.
        information = _information(rows, rows.votes * unit, size) + 1 / size
        gradient = _per_model(rows, rows.score - rows.votes * chance, size)
        step = np.linalg.solve(information, gradient).astype(np.float64, copy=False)
        point = point + _bounded(rows, step, size)
        if _way_left(step) < _EXACT:
            inverse = _inverse(information)
            left = _left_to_vary(rows, unit, _differences(rows, inverse, size))
            dispersion = _dispersion(rows, chance, left)
            return Fit(
                strengths=point,
                style=np.zeros(0),
                covariance=dispersion * inverse,
                dispersion=dispersion,
                spread=PRIOR_SPREAD,
                freedom=_freedom(rows, unit, left),
                steps=steps,
            )
    raise _no_rest()


def _no_rest() -> NotConverged:
    return NotConverged(f"The fit found no rest in {_STEPS} steps.")


def _both_sides(rows: Rows) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """What the first and the second model of each row won, and what they lost."""
    lost = rows.votes - rows.score
    return (rows.score, lost), (lost, rows.score)


def _inverse(information: Floats) -> Floats:
    return np.linalg.inv(information).astype(np.float64, copy=False)


def _bounded(rows: Rows, step: Floats, size: int) -> Floats:
    """The step, or so much of it that no row's lean moves by more than 1.

    So far the logistic curve is close enough to its parabola for the step to gain (Bach 2010, "Self-concordant analysis
    for logistic regression"), and Newton's method cannot run away.
    """
    bounded: Floats = step / max(1.0, np.abs(_lean(rows, step, size)).max(initial=0.0))
    return bounded


def _way_left(step: Floats) -> float:
    """How far rest may still be: Newton's method squares the distance, so about the square of the last step."""
    return float(np.abs(step).max(initial=0.0)) ** 2


class _Found:
    """A positive number that is found by putting in what follows from it, again and again.

    With few battles that may swing to and fro. So it goes half as far after each change of direction.
    """

    def __init__(self, value: float) -> None:
        self.value = value
        self._pace = 1.0
        self._change = 0.0

    def move(self, follows: float) -> float:
        """Go towards what follows from the present value; say how far, as a ratio, the two were apart."""
        change = math.log(follows / self.value)
        self._pace = self._pace / 2 if change * self._change < 0 else 1.0
        self._change = change
        self.value *= math.exp(self._pace * change)
        return abs(change)


def _lean(rows: Rows, point: Floats, size: int) -> Floats:
    """How far each row's ballots lean to its first model, in logits."""
    lean: Floats = point[rows.first] - point[rows.second] + rows.style @ point[size:]
    return lean


def _per_model(rows: Rows, values: Floats, size: int) -> Floats:
    """The rows' values, summed for each model and feature: Σ x·value."""
    models = np.bincount(rows.first, values, size) - np.bincount(rows.second, values, size)
    return np.concatenate((models, values @ rows.style))


def _information(rows: Rows, weights: Floats, size: int) -> Floats:
    """Σ weight·x·xᵀ, x being 1 for the first model, -1 for the second, and the row's style."""
    both = np.bincount(rows.first * size + rows.second, weights, size * size).reshape(size, size)
    information = np.zeros((size + rows.style.shape[1],) * 2)
    information[:size, :size] = -both - both.T
    diagonal = np.arange(size)
    information[diagonal, diagonal] = both.sum(axis=0) + both.sum(axis=1)
    for place, feature in enumerate(rows.style.T, start=size):
        information[place] = information[:, place] = _per_model(rows, weights * feature, size)
    return information


def _differences(rows: Rows, inverse: Floats, size: int) -> Floats:
    """xᵀ·inverse·x for each row."""
    models = inverse.diagonal()[:size]
    out: Floats = models[rows.first] + models[rows.second] - 2 * inverse[rows.first, rows.second]
    if rows.style.shape[1]:
        mixed = inverse[rows.first, size:] - inverse[rows.second, size:]
        out += ((2 * mixed + rows.style @ inverse[size:, size:]) * rows.style).sum(axis=1)
    return out


def _left_to_vary(rows: Rows, unit: Floats, differences: Floats) -> float:
    """The battles' binomial variance, less what the fit took out of their residuals, and that of the guess for φ."""
    fitted_away = unit**2 * rows.squares * differences
    return float(rows.votes @ unit - fitted_away.sum() + PRIOR_VARIATION)


def _dispersion(rows: Rows, chance: Floats, left: float) -> float:
    residuals = rows.score_squares - 2 * chance * rows.cross + chance**2 * rows.squares
    return float((residuals.sum() + PRIOR_DISPERSION * PRIOR_VARIATION) / left)


def _freedom(rows: Rows, unit: Floats, left: float) -> float:
    """How many battles' residuals φ was learned from: those that the fit left over, and what its guess weighs.

    A battle of many ballots is still one residual, and the guess of 12 ballots is less than one such battle.
    """
    total = float(rows.votes @ unit)
    return left * float(rows.battles.sum()) / total if total else math.inf


def _joined(rows: Rows, size: int) -> bool:
    """Whether from each model a chain of wins leads to each other one: only then is there a maximum (Ford 1957)."""
    beats = np.eye(size)
    beats[rows.first, rows.second] += rows.score > 0
    beats[rows.second, rows.first] += rows.score < rows.votes
    for _ in range(size.bit_length()):
        if beats.all():
            break
        beats = np.minimum(beats @ beats, 1)
    return bool(beats.all())
