"""Boards on Discord."""

from cogs.common.feature import Feature
from cogs.common.pictures import Pictures
from cogs.leaderboard.commands import LeaderboardCommands
from cogs.leaderboard.face import LeaderboardFace
from cogs.leaderboard.items import ITEMS
from community.boards import Boards


def feature(boards: Boards, pictures: Pictures) -> Feature:
    """The feature, ready to be added to the bot."""
    face = LeaderboardFace(boards, pictures)
    return Feature(face=face, commands=[LeaderboardCommands(face)], items=ITEMS)


__all__ = ["feature"]
