"""How fast a board is fitted, and whether its intervals agree with a bootstrap's.

Measured in one run, the best of several tries each:

1. 1,000,000 votes over 100 models, from arrays to a finished board with intervals (plain Bradley-Terry, prior off),
   against `evalica.bradley_terry` on the same votes, which gives scores only, and the largest difference between the
   two. The arrays hold a byte a number, or eight. Evalica gets the votes as its manual shows it, lists of names, and in
   the form that it was found to be fastest with: arrays of numbers, and the index that says whose they are.
2. A board with prior, cold, and warm after one more battle.
3. The 95 % intervals of that board (prior off) against those of 100 bootstraps, each of which draws all votes anew:
   time, and the mean ratio of the widths.

Usage: python benchmarks/ratings_speed.py
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import math
import time
from collections.abc import Callable
from typing import Any, TypeVar

import evalica
import numpy as np
import pandas as pd

from arena.ratings import POINTS, PairStats, PairTable, Prior, rate

VOTES, MODELS, BOOTSTRAPS, TIES = 1_000_000, 100, 100, 0.2
Result = TypeVar("Result")


def best(tries: int, work: Callable[[], Result]) -> tuple[float, Result]:
    """The shortest time in milliseconds, and the result."""

    def once() -> tuple[float, Result]:
        start = time.perf_counter()
        result = work()
        return (time.perf_counter() - start) * 1000, result

    return min((once() for _ in range(tries)), key=lambda timed: timed[0])


def main() -> None:
    rng = np.random.default_rng(1)
    strengths = rng.normal(0, 0.6, MODELS)
    first = rng.integers(0, MODELS, VOTES)
    second = (first + rng.integers(1, MODELS, VOTES)) % MODELS
    won = rng.random(VOTES) < 1 / (1 + np.exp(strengths[second] - strengths[first]))
    outcome = np.where(rng.random(VOTES) < TIES, 2, np.where(won, 0, 1))
    names = [f"model-{number:03}" for number in range(MODELS)]

    narrow = [numbers.astype(np.uint8) for numbers in (first, second, outcome)]
    counting_narrow, _ = best(40, lambda: PairTable.of_votes(names, *narrow))
    counting, table = best(40, lambda: PairTable.of_votes(names, first, second, outcome))
    fitting, board = best(40, lambda: rate(table, prior=None))
    said = [(evalica.Winner.X, evalica.Winner.Y, evalica.Winner.Draw)[code] for code in outcome.tolist()]
    by_name = [[names[model] for model in side.tolist()] for side in (first, second)]
    index = pd.Index(np.arange(MODELS))

    def rated(xs: Any, ys: Any, index: pd.Index | None = None) -> tuple[float, evalica.BradleyTerryResult]:
        return best(5, lambda: evalica.bradley_terry(xs, ys, said, index=index, tolerance=1e-12, limit=10_000))

    theirs, found = rated(*by_name)
    fastest, _ = rated(first, second, index)
    scores = found.scores.apply(math.log)
    scores -= scores.mean()
    apart = max(abs((row.rating - 1000) / POINTS - scores[row.model]) for row in board.standings)
    print(f"evalica: {theirs:.0f} ms on lists of names, {fastest:.0f} ms on arrays of numbers with their index")
    for what, ours in (
        ("arrays of a byte a number", counting_narrow + fitting),
        ("arrays of eight bytes a number", counting + fitting),
        ("the kept table", fitting),
    ):
        print(f"from {what}: {ours:.2f} ms; evalica takes {theirs / ours:.0f} and {fastest / ours:.0f} times as long")
    print(f"largest difference: {apart:.1e} logits")

    cold, board = best(20, lambda: rate(table, prior=Prior()))
    table.add(names[3], names[50], PairStats.of_battle(a=1, b=0))
    warm, again = best(50, lambda: rate(table, prior=Prior(), warm=board))
    print(f"refit with prior: cold {cold:.2f} ms ({board.steps} steps), warm {warm:.2f} ms ({again.steps} steps)")

    board = rate(table, prior=None)
    start = time.perf_counter()
    pairs = [(row.first, row.second) for row in table.rows()]
    counts = np.array([(row.stats.wins, row.stats.losses, row.stats.ties) for row in table.rows()])
    drawn = rng.multinomial(counts.sum(), counts.ravel() / counts.sum(), BOOTSTRAPS).reshape(BOOTSTRAPS, -1, 3)
    spread = np.std([ratings(pairs, draw) for draw in drawn.tolist()], axis=0)
    took = time.perf_counter() - start
    ours = np.array([row.upper - row.lower for row in sorted(board.standings, key=lambda row: row.model)])
    ratio = float(np.mean(ours / (2 * 1.96 * spread)))
    print(f"{BOOTSTRAPS} bootstraps: {took:.1f} s; our intervals are {ratio:.3f} times as wide as theirs")


def ratings(pairs: list[tuple[str, str]], counts: list[list[int]]) -> list[float]:
    table = PairTable()
    for (first, second), (wins, losses, ties) in zip(pairs, counts, strict=True):
        votes, cross = wins + losses + ties, 2 * wins + ties
        table.add(
            first,
            second,
            PairStats(
                battles=votes,
                wins=wins,
                losses=losses,
                ties=ties,
                squares=votes,
                cross=cross,
                score_squares=4 * wins + ties,
            ),
        )
    return [row.rating for row in sorted(rate(table, prior=None).standings, key=lambda row: row.model)]


if __name__ == "__main__":
    main()
