"""Which two models meet, and on which side each stands."""

from collections.abc import Iterable
from random import Random

from arena.engine.values import Pair


def draw_pair(slugs: Iterable[str], rng: Random) -> Pair[str]:
    """Two different models, every ordered pair as likely as any other, so sides are drawn by the same throw.

    Raises:
        ValueError: there are fewer than two.
    """
    a, b = rng.sample(sorted(slugs), 2)
    return Pair(a, b)


def draw_replacement(slugs: Iterable[str], taken: Iterable[str], rng: Random) -> str | None:
    """A model that is not yet in the battle, or None if all are."""
    free = sorted(set(slugs) - set(taken))
    return rng.choice(free) if free else None
