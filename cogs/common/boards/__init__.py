"""Boards as they are shown, for every feature that shows one."""

from cogs.common.boards.lists import PAGE_ROWS, board_list, pages_of
from cogs.common.boards.names import CATEGORIES, MODALITIES, PERIODS, eyebrow, heading

__all__ = ["CATEGORIES", "MODALITIES", "PAGE_ROWS", "PERIODS", "board_list", "eyebrow", "heading", "pages_of"]
