"""Ratings from ballots: Bradley-Terry, with intervals that hold what they promise. Pure: no clock, store or network.

A board is made of a table of battles, and of what is expected of the models before::

    table = PairTable()
    for battle in battles:
        table.add(battle.model_a, battle.model_b, PairStats.of_battle(a=3, b=1, tie=1, both_bad=0))
    board = rate(table, prior=Prior(world={"model-x": 1210.0, "model-y": 1087.5}), warm=last_board)

* **Which battles:** closed, revealed, blind and unleaked ones of one source and one modality. A locale, a category, a
  period or a member is a table of its own: of the battles, or of the ballots, that belong to it.
* **Clustering:** `PairStats.of_battle` is called once a battle, with all its ballots. Called once a ballot it takes
  twenty readers of the same two answers for twenty battles, and the intervals are far too narrow. What it returns can
  be summed field by field, also in SQL; a store keeps `in_order` rows, which `PairTable.add`, `merge` and `subtract`
  take. Single votes in arrays are counted by `PairTable.of_votes`.
* **Prior:** `Prior()` expects models to be alike, `Prior(world=…)` to be as on another board, given as ratings in
  points by model: the source's board of the whole world, or a guild's for a member's own. So a board of one vote is
  finite and near what was expected; each further vote moves it. How far models lie from the expectation is learned.
* **Each `Standing`** has rating, 95 % interval (`lower`, `upper`), `rank` and its spread (`best_rank`, `worst_rank`),
  the ballots (`wins`, `losses`, `ties`, `both_bad`, `votes`), `win_rate`, `both_bad_rate` and `mostly_prior`. The
  `Board` has `battles`, `votes`, `mostly_prior` and `dispersion`. Only models that have met are on it.
* **Warm:** give the last board of the same filter, which saves time and changes nothing else. It is taken where each
  battle has one ballot.
* **No answer:** `rate` returns a fit that came to rest or raises `NotConverged`; then show the last board with its
  date.

`rate_with_style` makes a second board with style taken out, `pair_chances` says which models should meet next, and
`how_often` how often they did. docs/ratings.md has the formulas, and the coverage that was measured.
"""

from arena.ratings.board import CENTRE, POINTS, Board, Prior, Standing, rate
from arena.ratings.choosing import Drawn, ModelPair, how_often, pair_chances
from arena.ratings.counting import PairRow, PairStats, PairTable, in_order
from arena.ratings.errors import BadCounts, NotConverged, RatingError
from arena.ratings.style import Style, StyleBoard, StyledBattle, StyleEffect, rate_with_style

__all__ = [
    "CENTRE",
    "POINTS",
    "BadCounts",
    "Board",
    "Drawn",
    "ModelPair",
    "NotConverged",
    "PairRow",
    "PairStats",
    "PairTable",
    "Prior",
    "RatingError",
    "Standing",
    "Style",
    "StyleBoard",
    "StyleEffect",
    "StyledBattle",
    "how_often",
    "in_order",
    "pair_chances",
    "rate",
    "rate_with_style",
]
