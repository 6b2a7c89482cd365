"""Battles for tests: drawn from known strengths, or given."""

import math
from collections.abc import Iterable, Mapping

import numpy as np
from hypothesis import settings

from arena.ratings import PairStats, PairTable

patient = settings(deadline=None)
"""The first fit of a process loads LAPACK, and a busy machine takes its time."""
Ballots = tuple[str, str, int, int, int, int]
"""Model on side A, model on side B, ballots for A, for B, ties, both bad."""


def table_of(battles: Iterable[Ballots]) -> PairTable:
    table = PairTable()
    for model_a, model_b, a, b, tie, both_bad in battles:
        table.add(model_a, model_b, PairStats.of_battle(a=a, b=b, tie=tie, both_bad=both_bad))
    return table


def drawn(strengths: Mapping[str, float], battles: int, voters: int, *, seed: int, noise: float = 0.0) -> list[Ballots]:
    """Battles of pairs drawn evenly; a voter's chance to prefer A is that of the strengths (logits) and the answers."""
    rng = np.random.default_rng(seed)
    models = sorted(strengths)
    out: list[Ballots] = []
    for _ in range(battles):
        a, b = rng.choice(models, 2, replace=False).tolist()
        lean = strengths[a] - strengths[b] + noise * rng.normal()
        wins = int(rng.binomial(voters, 1 / (1 + math.exp(-lean))))
        out.append((a, b, wins, voters - wins, 0, 0))
    return out
