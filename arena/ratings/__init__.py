"""Ratings from ballots: Bradley-Terry, with intervals that hold what they promise. Pure: no clock, store or network."""

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
