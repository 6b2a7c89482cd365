"""Boards as they are shown, for every feature that shows one."""

from cogs.common.boards.drawing import board_picture, described, history_picture, pictured, world_picture
from cogs.common.boards.lists import PAGE_ROWS, UNRATED, board_list, may_rank, pages_of
from cogs.common.boards.names import CATEGORIES, MODALITIES, PERIODS, eyebrow, heading, in_a_sentence

__all__ = [
    "CATEGORIES",
    "MODALITIES",
    "PAGE_ROWS",
    "PERIODS",
    "UNRATED",
    "board_list",
    "board_picture",
    "described",
    "eyebrow",
    "heading",
    "history_picture",
    "in_a_sentence",
    "may_rank",
    "pages_of",
    "pictured",
    "world_picture",
]
