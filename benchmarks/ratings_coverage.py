"""How often the 95 % interval of a rating holds the truth, in simulated communities whose truth is known.

Measured: the share of models whose true rating lies in their interval, for 10 and 30 models, 30, 300 and 1,000
battles, 1, 5 and 20 voters a battle, with and without a world's board as prior; and how wide the intervals are. Against
the truth, and against two other recipes on the same votes: one that takes all ballots for independent (φ = 1), and one
we began with (φ from the plain residuals, the models' spread taken for 0.45 logits, three rounds, normal quantiles).

The worlds: strengths are drawn round the world's board (or round zero) with a standard deviation of 0.45 logits, 78
points. Each battle draws two models and, where several vote, an answer noise of 1.5 logits that all its voters share.
It is drawn so that a random voter of a random battle still prefers model i to j with the chance that their true ratings
say: the truth is what the rating claims to be. A second table has a server's first battles, with many voters on each; a
third has worlds that differ from the prior: models much closer together or much further apart, and a quarter of the
ballots tied.

Usage: python benchmarks/ratings_coverage.py [communities a row of ten models, 1000]
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sys
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from arena.ratings import POINTS, Board, PairStats, PairTable, Prior, rate

Floats = NDArray[np.float64]
NOISE, SPREAD, WORLD_SPREAD, NORMAL = 1.5, 0.45, 0.6, 1.959964

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
_MEANS = np.linspace(-12, 12, 2401)
_MARGINAL = (1 / (1 + np.exp(-(_MEANS[:, None] + NOISE * _NODES)))) @ (_WEIGHTS / _WEIGHTS.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    models: int
    battles: int
    voters: int
    known: bool = False
    spread: float = SPREAD
    ties: float = 0.0


def simulate(world: World, rng: np.random.Generator) -> tuple[PairTable, Floats, Prior]:
    """The votes of one community, its true strengths in logits, and what it may expect."""
    expected = rng.normal(0, WORLD_SPREAD, world.models) if world.known else np.zeros(world.models)
    truth = expected + rng.normal(0, world.spread, world.models)
    first = rng.integers(0, world.models, world.battles)
    second = (first + rng.integers(1, world.models, world.battles)) % world.models
    wanted = 1 / (1 + np.exp(truth[second] - truth[first]))
    decided = np.clip((wanted - world.ties / 2) / (1 - world.ties), 0.001, 0.999)
    if world.voters > 1:
        lean = np.interp(decided, _MARGINAL, _MEANS) + NOISE * rng.normal(size=world.battles)
        decided = 1 / (1 + np.exp(-lean))
    ties = rng.binomial(world.voters, world.ties, world.battles)
    wins = rng.binomial(world.voters - ties, decided)
    table = PairTable()
    for i, j, won, tied in zip(first.tolist(), second.tolist(), wins.tolist(), ties.tolist(), strict=True):
        table.add(f"{i:02}", f"{j:02}", PairStats.of_battle(a=won, b=world.voters - tied - won, tie=tied))
    ratings = {f"{model:02}": 1000 + POINTS * value for model, value in enumerate(expected.tolist())}
    return table, truth, Prior(world=ratings if world.known else {})


def ours(table: PairTable, prior: Prior) -> tuple[Board, Floats, Floats]:
    """The board, the strengths in the order of its models, and half of their intervals' widths, in logits."""
    board = rate(table, prior=prior)
    rows = sorted(board.standings, key=lambda row: board.models.index(row.model))
    centre = np.array([row.rating - 1000 for row in rows]) / POINTS
    return board, centre, np.array([row.upper - row.lower for row in rows]) / 2 / POINTS


def other(table: PairTable, prior: Prior, *, clustered: bool) -> tuple[Floats, Floats]:
    """The recipe we began with; without `clustered` all ballots are taken for independent."""
    models, first, second, sums = table.arrays()
    _, wins, losses, ties, bad, squares, cross, score_squares = sums.astype(np.float64)
    score, votes, size = wins + (ties + bad) / 2, wins + losses + ties + bad, len(models)
    expected = prior.centre(models)
    strengths, dispersion, pull = expected, 0.75 if clustered else 1.0, SPREAD**-2
    information, weight, chance = np.eye(size), votes, votes
    for _ in range(3):
        for _ in range(8):
            chance = 1 / (1 + np.exp(strengths[second] - strengths[first]))
            weight = votes * chance * (1 - chance)
            information = np.zeros((size, size))
            np.add.at(information, (first, second), -weight)
            information += information.T
            np.fill_diagonal(information, -information.sum(axis=0))
            left = score - votes * chance
            slope = np.bincount(first, left, size) - np.bincount(second, left, size)
            penalty = dispersion * pull
            strengths = strengths + np.linalg.solve(
                information + penalty * np.eye(size), slope - penalty * (strengths - expected)
            )
        residuals = (score_squares / 4 - chance * cross + chance**2 * squares).sum()
        dispersion = (residuals + 2.25) / (weight.sum() + 3) if clustered else 1.0
    centred = np.eye(size) - 1 / size
    covariance = centred @ np.linalg.inv(information / dispersion + pull * np.eye(size)) @ centred
    return strengths - strengths.mean(), NORMAL * np.sqrt(covariance.diagonal())


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Means over communities. Coverage by recipe: ours, the one we began with, independent ballots."""

    coverage: tuple[float, ...]
    half_width: float
    dispersion: float
    spread: float


def measure(world: World, communities: int) -> Measured:
    rng = np.random.default_rng([world.models, world.battles, world.voters, world.known])
    held, half_width, dispersion, spread = np.zeros(3), 0.0, 0.0, 0.0
    for _ in range(communities):
        table, strengths, prior = simulate(world, rng)
        board, centre, half = ours(table, prior)
        truth = strengths[[int(model) for model in board.models]]
        truth = truth - truth.mean()
        results = [(centre, half), other(table, prior, clustered=True), other(table, prior, clustered=False)]
        held += [np.mean(np.abs(middle - truth) <= reach) for middle, reach in results]
        half_width += float(np.mean(half)) * POINTS
        dispersion += board.dispersion
        spread += board.spread or 0.0
    return Measured(
        coverage=tuple((held / communities).tolist()),
        half_width=half_width / communities,
        dispersion=dispersion / communities,
        spread=spread / communities,
    )


def line(world: World, found: Measured) -> str:
    given = (world.models, world.battles, world.voters, "world" if world.known else "none")
    truth = (f"{world.spread * POINTS:.0f}", f"{world.ties:.0%}")
    results = (f"±{found.half_width:.0f}", f"{found.dispersion:.2f}", f"{found.spread:.0f}")
    return f"| {' | '.join(map(str, (*given, *truth, *(f'{share:.3f}' for share in found.coverage), *results)))} |"


def main() -> None:
    communities = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    columns = ["models", "battles", "voters", "prior", "true spread", "ties", "**ours**", "began with", "independent"]
    columns += ["interval", "φ", "learned spread"]
    worlds = [
        World(models=models, battles=battles, voters=voters, known=known)
        for known, models, battles, voters in product((False, True), (10, 30), (30, 300, 1000), (1, 5, 20))
    ]
    first = [(3, 3, 20), (4, 5, 20), (6, 7, 5), (6, 7, 20), (6, 12, 20), (4, 8, 50), (10, 10, 20)]
    young = [World(models=models, battles=battles, voters=voters) for models, battles, voters in first]
    sizes = [World(models=10, battles=30, voters=5), World(models=10, battles=300, voters=5)]
    sizes += [World(models=30, battles=300, voters=20), World(models=30, battles=1000, voters=1)]
    changes = ((0.25, 0.0), (0.7, 0.0), (1.2, 0.0), (SPREAD, 0.25))
    others = [replace(world, spread=spread, ties=ties) for spread, ties in changes for world in sizes]
    for title, rows in (("As expected", worlds), ("A server's first battles", young), ("Not as expected", others)):
        print(f"\n{title}:\n\n| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
        for world in rows:
            print(line(world, measure(world, communities * 10 // world.models)), flush=True)


if __name__ == "__main__":
    main()
