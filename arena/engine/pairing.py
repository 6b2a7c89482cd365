"""Which two models meet, and on which side each stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from random import Random

from arena.engine.values import Pair
from arena.ratings import Board, pair_chances


@dataclass(frozen=True, slots=True)
class DrawnPair:
    """Two models by side, and how likely these two were to be drawn, whichever the sides."""

    models: Pair[str]
    chance: float


def draw_pair(
    slugs: Iterable[str],
    rng: Random,
    *,
    board: Board | None = None,
    down: Collection[str] = (),
    chosen: Collection[str] = (),
) -> DrawnPair:
    """Two different models, mostly two whose battle teaches much. Which of them is A is a throw of its own.

    Args:
        slugs: the models of this arena.
        rng: where randomness comes from.
        board: their ratings so far; without it every pair is as likely as any other.
        down: models that cannot answer now. They are left out as long as two others remain.
        chosen: models that shall be in it, down or not. The chance is that of the rest.

    Raises:
        ValueError: there are fewer than two models, or the chosen ones are no part of a pair of them.
    """
    models = set(slugs)
    up = models.difference(set(down).difference(chosen))
    chances = pair_chances(up if len(up) > 1 else models, board)
    possible = {pair: chance for pair, chance in chances.items() if set(chosen) <= set(pair)}
    if not possible:
        raise ValueError("A battle needs two models.")
    (pair,) = rng.choices(list(possible), list(possible.values()))
    return DrawnPair(Pair(*rng.sample(pair, 2)), possible[pair] / sum(possible.values()))


def draw_replacement(
    slugs: Iterable[str], taken: Iterable[str], rng: Random, *, down: Collection[str] = ()
) -> str | None:
    """A model that is not yet in the battle, one that is not down where there is one; None if all are in it."""
    free = set(slugs).difference(taken)
    return rng.choice(sorted(free.difference(down) or free)) if free else None
