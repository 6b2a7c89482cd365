"""Which two models should meet next: mostly those whose meeting teaches most, sometimes any."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from arena.ratings.board import Board
from arena.ratings.fitting import PRIOR_DISPERSION, PRIOR_SPREAD, Floats

UNIFORM_SHARE: Final = 0.2
"""How much of the choice is any pair, each as likely as another: so every model keeps meeting every other."""
NEAR_BEST: Final = 0.8
"""Pairs that teach at least this part of what the best pair would are as likely as it."""

ModelPair = tuple[str, str]
"""Two models by alphabet; which of them stands on side A is drawn apart."""


def pair_chances(models: Iterable[str], board: Board | None) -> dict[ModelPair, float]:
    """The chance of each pair to be the next battle. They sum to 1.

    A battle between i and j shrinks the sum of all models' variances by w·|C·x|² / (1 + w·xᵀ·C·x), where C is the
    covariance, x is 1 for i and -1 for j, and w the information of a usual battle (the criterion of A-optimality). One
    of the pairs near the best is drawn rather than the best: that teaches as much (docs/ratings.md), nobody can tell
    from the public board which pair is next, and battles that are open at the same time differ.

    Args:
        models: those that can answer now; leave out the ones that are down.
        board: what is known; None if nothing is. Models that are not on it are known by the prior alone.
    """
    available = sorted(set(models))
    pairs = list(combinations(available, 2))
    if not pairs:
        return {}
    first, second = np.triu_indices(len(available), k=1)
    gains = pair_gains(available, board)[first, second]
    best = gains >= NEAR_BEST * gains.max()
    chances = UNIFORM_SHARE / len(pairs) + (1 - UNIFORM_SHARE) * best / best.sum()
    return dict(zip(pairs, chances.tolist(), strict=True))


def pair_gains(models: list[str], board: Board | None) -> Floats:
    """By how much a battle would shrink the sum of variances, for each two models, in logits²."""
    size = len(models)
    spread = PRIOR_SPREAD if board is None else board.start.spread
    covariance = np.eye(size) * spread**2
    strengths = np.zeros(size)
    information = 1 / PRIOR_DISPERSION
    if board is not None and board.battles:
        place = {model: index for index, model in enumerate(board.models)}
        known = [index for index, model in enumerate(models) if model in place]
        there = [place[models[index]] for index in known]
        covariance[np.ix_(known, known)] = board.covariance[np.ix_(there, there)]
        strengths[known] = board.start.strengths[there]
        information = board.votes / board.battles / board.dispersion
    chance = 1 / (1 + np.exp(strengths - strengths[:, None]))
    weight = information * chance * (1 - chance)
    shrinks, spans = (_between(matrix) for matrix in (covariance @ covariance, covariance))
    gains: Floats = weight * shrinks / (1 + weight * spans)
    return gains


def _between(matrix: Floats) -> Floats:
    """xᵀ·matrix·x for each two models."""
    diagonal = matrix.diagonal()
    between: Floats = diagonal + diagonal[:, None] - 2 * matrix
    return between


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """How often a model was drawn, and its share of all places (two a battle)."""

    model: str
    battles: int
    share: float


def how_often(drawn: Mapping[ModelPair, int], models: Iterable[str] = ()) -> tuple[Drawn, ...]:
    """How often each model was drawn, the most drawn first, for everybody to see.

    Args:
        drawn: how many battles were drawn of each pair, whatever became of them.
        models: models to list even if they were never drawn.
    """
    battles = Counter(dict.fromkeys(models, 0))
    for pair, count in drawn.items():
        for model in pair:
            battles[model] += count
    places = sum(battles.values())
    return tuple(
        Drawn(model=model, battles=count, share=count / places if places else 0.0)
        for model, count in sorted(battles.items(), key=lambda item: (-item[1], item[0]))
    )
