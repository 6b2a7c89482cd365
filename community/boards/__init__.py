"""Boards: what a guild's ballots say about the models, and what the whole world's do."""

from community.boards.boards import Boards
from community.boards.counting import RULES, counted
from community.boards.expecting import Expectations
from community.boards.ports import BoardStore, World
from community.boards.shifting import RatingShifts
from community.boards.values import Counted, Counts, Filters, GuildBoard, Moment, Period, Picture, Placing, Posted
from community.boards.worlds import Meetings, Worlds, WorldUnknown

__all__ = [
    "RULES",
    "BoardStore",
    "Boards",
    "Counted",
    "Counts",
    "Expectations",
    "Filters",
    "GuildBoard",
    "Meetings",
    "Moment",
    "Period",
    "Picture",
    "Placing",
    "Posted",
    "RatingShifts",
    "World",
    "WorldUnknown",
    "Worlds",
    "counted",
]
