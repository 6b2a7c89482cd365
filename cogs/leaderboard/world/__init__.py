"""What everybody's votes say."""

from cogs.leaderboard.world.face import WorldFace
from cogs.leaderboard.world.items import WORLD_ITEMS

__all__ = ["WORLD_ITEMS", "WorldFace"]
