"""A second board on which an answer's length and Markdown earn nothing, to be shown beside the plain one.

Voters like long and decorated answers. Here each battle is a row of its own, and how the two answers differ in style is
fitted together with the strengths, as on LMArena's boards with style control (Li, Angelopoulos and Chiang 2024, "Does
style matter?"). What remains is how the models would stand if their answers looked alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final, Self

import numpy as np

from arena.ratings.board import POINTS, Board, Prior, begin, board_of, quantile
from arena.ratings.counting import PairStats, PairTable
from arena.ratings.fitting import Fit, Floats, Rows, fit

TWICE: Final = 1 / 3
"""(a - b) / (a + b) where a is twice b."""

_CODE: Final = re.compile(r"^```.*?(?:^```|\Z)", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE)
_ITEM: Final = re.compile(r"^ *(?:[-*+]|\d+[.)]) ", re.MULTILINE)
_BOLD: Final = re.compile(r"\*\*(?=\S)[^*\n]+(?<=\S)\*\*|__(?=\S)[^_\n]+(?<=\S)__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How an answer looks: its characters, Markdown headings, list items and bold passages outside of code."""

    characters: int
    headings: int
    items: int
    bold: int

    @classmethod
    def of(cls, answer: str) -> Self:
        """Look at an answer."""
        prose = _CODE.sub("", answer)
        found = (sum(1 for _ in pattern.finditer(prose)) for pattern in (_HEADING, _ITEM, _BOLD))
        headings, items, bold = found
        return cls(characters=len(answer), headings=headings, items=items, bold=bold)


@dataclass(frozen=True, slots=True, kw_only=True)
class StyledBattle:
    """One battle, `stats` as seen from `model_a`, and how its two answers looked."""

    model_a: str
    model_b: str
    stats: PairStats
    style_a: Style
    style_b: Style


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleEffect:
    """What twice as much of a feature is worth, in points, with its 95 % interval."""

    feature: str
    points: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleBoard:
    """The board with style taken out, and what each feature was found to be worth."""

    board: Board
    effects: tuple[StyleEffect, ...]


def rate_with_style(battles: Sequence[StyledBattle], *, prior: Prior, warm: StyleBoard | None = None) -> StyleBoard:
    """Rate all models in the battles as if their answers looked alike.

    Args:
        battles: those of one source and modality that are closed, revealed, blind and not leaked.
        prior: what is expected of the models. That of a feature of style is no effect.
        warm: an earlier board to begin with.

    Raises:
        NotConverged: there is no result that may be shown.
    """
    table = PairTable()
    for battle in battles:
        table.add(battle.model_a, battle.model_b, battle.stats)
    sums = table.arrays()
    rows, scale = _rows(battles, sums.models)
    centre = prior.centre(sums.models)
    start = begin(sums.models, rows, centre, warm.board if warm else None)
    found = fit(rows, centre, prior=True, start=start)
    board = board_of(sums, found, prior=True)
    return StyleBoard(board=board, effects=_effects(found, scale))


def _rows(battles: Sequence[StyledBattle], models: tuple[str, ...]) -> tuple[Rows, Floats]:
    """A row for each battle that got ballots, and the features' root mean squares, by which they were divided."""
    voted = [battle for battle in battles if battle.stats.battles]
    index = {model: place for place, model in enumerate(models)}
    ends = np.array([(index[battle.model_a], index[battle.model_b]) for battle in voted], np.intp).reshape(-1, 2)
    stats, look = (attrgetter(*(field.name for field in fields(kind))) for kind in (PairStats, Style))
    counts = np.array([stats(battle.stats) for battle in voted], np.int64).reshape(-1, len(fields(PairStats)))
    looks = np.array([(look(battle.style_a), look(battle.style_b)) for battle in voted], np.float64)
    a, b = looks.reshape(-1, 2, len(fields(Style))).swapaxes(0, 1)
    # Not centred: what side an answer stood on must not matter.
    differences = (a - b) / np.maximum(a + b, 1)
    scale = np.sqrt((differences**2).sum(axis=0) / max(1, len(voted)))
    scale[scale == 0] = 1
    return Rows.of_counts(ends[:, 0], ends[:, 1], counts.T, style=differences / scale), scale


def _effects(found: Fit, scale: Floats) -> tuple[StyleEffect, ...]:
    unit = POINTS * TWICE / scale
    middle = found.style * unit
    half = quantile(found.freedom) * np.sqrt(found.covariance.diagonal()[-len(scale) :]) * unit
    columns = zip(fields(Style), middle.tolist(), (middle - half).tolist(), (middle + half).tolist(), strict=True)
    return tuple(StyleEffect(feature=field.name, points=mid, lower=low, upper=up) for field, mid, low, up in columns)
