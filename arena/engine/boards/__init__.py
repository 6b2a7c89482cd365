"""Boards: how models did against each other, by modality, locale and category.

Only counted votes are in them: blind ones on answers that did not say who made them. A vote reveals its battle, so a
battle that is still open changes no board.
"""

from arena.engine.boards.boards import Boards, Meeting
from arena.engine.boards.fits import Fits, open_fits
from arena.engine.boards.standings import Standing, win_rate
from arena.engine.boards.values import BoardStore, JudgedAnswers, PairCount, RankedModel
from arena.ratings import Style

__all__ = [
    "BoardStore",
    "Boards",
    "Fits",
    "JudgedAnswers",
    "Meeting",
    "PairCount",
    "RankedModel",
    "Standing",
    "Style",
    "open_fits",
    "win_rate",
]
