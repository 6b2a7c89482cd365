"""How far a jury and an audience agree on one fight.

Take one of the jury's ballots and one of the audience's at random: `observed` is how often both name the same fighter.
Chance alone would make two who know nothing agree in 1/k of cases, for k fighters. κ says how much of the way from
chance to certainty was gone:

    κ = (observed - 1/k) / (1 - 1/k)

This is the free-marginal kappa of Brennan and Prediger (1981, "Coefficient kappa: some uses, misuses, and
alternatives", Educational and Psychological Measurement 41, 687-699) between two groups. Cohen's own, which takes
chance from the shares that each side gave out, is no use where there is a single thing to judge: those shares are the
votes themselves, and κ would always be 0.
"""

from collections.abc import Mapping
from typing import Final

LEAST_BALLOTS: Final = 10
"""Ballots of the audience from which on an agreement is told: with fewer it is an accident."""

_WORDS: Final = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))


def kappa(jury: Mapping[str, int], audience: Mapping[str, int], fighters: int) -> float | None:
    """The agreement, from -1/(k-1) to 1; None where one side is empty, or nobody to choose between."""
    pairs = sum(jury.values()) * sum(audience.values())
    if not pairs or fighters < 2:  # noqa: PLR2004 - with one there is no choice
        return None
    observed = sum(count * audience.get(agent, 0) for agent, count in jury.items()) / pairs
    chance = 1 / fighters
    return (observed - chance) / (1 - chance)


def agreement(value: float) -> str:
    """The word for a κ (Landis and Koch 1977, Biometrics 33, 159-174, the table of benchmarks)."""
    return "poor" if value < 0 else next((word for most, word in _WORDS if value <= most), "almost perfect")
