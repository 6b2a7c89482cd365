"""Why ratings are neither online Elo nor plain maximum likelihood: two counts on simulated votes.

1. Online Elo on the same 1,000 votes of 10 models in 100 random orders: how far a model's final rating lies from its
   mean over the orders, on average, for K = 4 (LMArena's while it used Elo), 16 and 32 (chess).
2. Boards of 10 models and 30 votes that plain Bradley-Terry cannot rate: some models have only won or only lost, or
   there are parts that never met.

The models' strengths have a standard deviation of 0.45 logits; one voter a battle.

Usage: python benchmarks/ratings_why.py
"""

import numpy as np
from ratings_coverage import World, simulate

from arena.ratings import NotConverged, rate

ORDERS, COMMUNITIES, BOARDS = 100, 20, 2000


def elo(battles: list[tuple[int, int, float]], models: int, k: float) -> list[float]:
    ratings = [1000.0] * models
    for i, j, score in battles:
        change = k * (score - 1 / (1 + 10 ** ((ratings[j] - ratings[i]) / 400)))
        ratings[i] += change
        ratings[j] -= change
    return ratings


def main() -> None:
    rng = np.random.default_rng(1)
    world = World(models=10, battles=1000, voters=1)
    for k in (4, 16, 32):
        moved = []
        for _ in range(COMMUNITIES):
            votes: list[tuple[int, int, float]] = []
            for row in simulate(world, rng)[0].rows():
                i, j = int(row.first), int(row.second)
                votes += [(i, j, 1.0)] * row.stats.wins + [(i, j, 0.0)] * row.stats.losses
            orders = [[votes[place] for place in rng.permutation(len(votes))] for _ in range(ORDERS)]
            finals = np.array([elo(order, world.models, k) for order in orders])
            moved.append(float(np.abs(finals - finals.mean(axis=0)).mean()))
        print(f"Elo, K = {k}: the order alone moves a rating by {np.mean(moved):.0f} points on average")
    small, refused = World(models=10, battles=30, voters=1), 0
    for _ in range(BOARDS):
        try:
            rate(simulate(small, rng)[0], prior=None)
        except NotConverged:
            refused += 1
    print(f"boards of 10 models and 30 votes without a maximum: {refused / BOARDS:.0%}")


if __name__ == "__main__":
    main()
