"""Which choice of pairs teaches most: simulated battles, one voter each, until a new model is known to ±60 points.

An arena of 34 models has seen 2,000 battles, drawn evenly, when a new model comes. Measured for each rule, in the same
worlds: how many battles until the new model's 95 % interval is at most ±60 points, how wide the widest interval on the
board is after 1,000 battles, and how well the next pair can be foretold (its greatest chance, on average).

Rules: every pair as likely as another. LMArena's published weights (FastChat, `gradio_block_arena_anony.py`, April
2024): the 34 numbers of `SAMPLING_WEIGHTS`, the new model with 4, as new ones had there, or with five times that, as
its `SAMPLING_BOOST_MODELS` get; the rival is drawn by the same weights. LMArena's published rule (Chiang and others
2024, arXiv:2403.04132): in proportion to the expected fall of the pair's standard error. Ours: four fifths for pairs
near the best by A-optimality, one fifth for any. And the same with always the very best pair instead of one near it.

Usage: python benchmarks/ratings_pairs.py [worlds, 20]
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sys
from collections.abc import Callable
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

from arena.ratings import Board, PairStats, PairTable, Prior, pair_chances, rate
from arena.ratings.choosing import UNIFORM_SHARE, pair_gains

Floats = NDArray[np.float64]
PUBLISHED = [4, 4, 2, 4, 4, 2, 4, 4, 4, 1, 2, 1, 4, 2, 4, 4, 2, 2, 2, 2, 2, 1, 4, 2, 4, 2, 2, 2, 1, 1, 1, 1, 1, 2]
NEW, BOOSTED = 4, 20
OLD, BEFORE, BATTLES, KNOWN, SPREAD = len(PUBLISHED), 2000, 1000, 60.0, 0.6
NAMES = [f"model {number:02}" for number in range(OLD + 1)]
FIRST, SECOND = np.triu_indices(OLD + 1, k=1)
PAIRS = len(FIRST)
Rule = Callable[[Board, Floats], Floats]


def uniform(_board: Board, _met: Floats) -> Floats:
    return np.full(PAIRS, 1 / PAIRS)


def by_weights(newcomer: float) -> Rule:
    weights = np.array([*PUBLISHED, newcomer], np.float64)
    weights /= weights.sum()
    a, b = weights[FIRST], weights[SECOND]
    chances = a * b / (1 - a) + b * a / (1 - b)
    return lambda _board, _met: chances


def by_standard_error(board: Board, met: Floats) -> Floats:
    place = {name: index for index, name in enumerate(board.models)}
    strengths = np.array([board.start.strengths[place[name]] if name in place else 0.0 for name in NAMES])
    chance = 1 / (1 + np.exp(strengths[SECOND] - strengths[FIRST]))
    seen = np.maximum(met, 0.5)  # a pair that never met has no standard error; this puts it before those met once
    fall = np.sqrt(chance * (1 - chance)) * (1 / np.sqrt(seen) - 1 / np.sqrt(seen + 1))
    chances: Floats = fall / fall.sum()
    return chances


def ours(board: Board, _met: Floats) -> Floats:
    return np.array(list(pair_chances(NAMES, board).values()))


def the_best(board: Board, _met: Floats) -> Floats:
    chances = np.full(PAIRS, UNIFORM_SHARE / PAIRS)
    chances[pair_gains(NAMES, board)[FIRST, SECOND].argmax()] += 1 - UNIFORM_SHARE
    return chances


def run(rule: Rule, seed: int) -> tuple[int, float, float]:
    """Battles until the new model is known, the widest half interval at the end, the mean greatest chance of a pair."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(0, SPREAD, OLD + 1)
    table, met = PairTable(), np.zeros(PAIRS)

    def fight(pair: int) -> None:
        i, j = FIRST[pair], SECOND[pair]
        won = bool(rng.random() < 1 / (1 + np.exp(truth[j] - truth[i])))
        table.add(NAMES[i], NAMES[j], PairStats.of_battle(a=int(won), b=int(not won)))
        met[pair] += 1

    for pair in rng.choice(np.flatnonzero(SECOND < OLD), BEFORE):
        fight(pair)
    board = rate(table, prior=Prior())
    known_after, greatest = BATTLES, 0.0
    for battle in range(1, BATTLES + 1):
        chances = rule(board, met)
        greatest += chances.max() / BATTLES
        fight(rng.choice(PAIRS, p=chances))
        board = rate(table, prior=Prior(), warm=board)
        newcomer = next((row for row in board.standings if row.model == NAMES[-1]), None)
        if known_after == BATTLES and newcomer and newcomer.upper - newcomer.lower <= 2 * KNOWN:
            known_after = battle
    return known_after, max(row.upper - row.lower for row in board.standings) / 2, greatest


def main() -> None:
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    rules: dict[str, Rule] = {
        "every pair alike": uniform,
        "LMArena's weights": by_weights(NEW),
        "LMArena's weights, new model boosted": by_weights(BOOSTED),
        "LMArena's rule": by_standard_error,
        "**ours**": ours,
        "always the best pair": the_best,
    }
    print("| rule | battles until ±60 | widest interval | chance of the likeliest pair |\n|---|---|---|---|")
    for name, rule in rules.items():
        known, widest, greatest = zip(*(run(rule, seed) for seed in range(worlds)), strict=True)
        until = f"{median(known):.0f}" if median(known) < BATTLES else f"over {BATTLES:,}"
        print(f"| {name} | {until} | ±{mean(widest):.0f} | {mean(greatest):.1%} |", flush=True)


if __name__ == "__main__":
    main()
