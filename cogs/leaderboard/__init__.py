"""Boards on Discord."""

from cogs.common.feature import Feature
from cogs.common.pictures import Pictures
from cogs.leaderboard.commands import LeaderboardCommands
from cogs.leaderboard.face import LeaderboardFace
from cogs.leaderboard.items import ITEMS
from cogs.leaderboard.live import LiveBoards
from cogs.leaderboard.live_commands import LiveBoardCommands
from cogs.leaderboard.world import WORLD_ITEMS, WorldFace
from community.boards import Boards, Worlds


def features(boards: Boards, worlds: Worlds, pictures: Pictures) -> list[Feature]:
    """The features, ready to be added to the bot: this server's boards with all commands, and the world's."""
    face, world = LeaderboardFace(boards, pictures), WorldFace(worlds, pictures)
    return [
        Feature(face=face, commands=[LeaderboardCommands(face, world)], items=ITEMS),
        Feature(face=world, items=WORLD_ITEMS),
    ]


__all__ = ["LiveBoardCommands", "LiveBoards", "features"]
