"""What members can have and have taken away of what is kept of them, and how long a server's data outlives the bot."""

from community.privacy.ports import GuildKeeper, MemberKeeper
from community.privacy.upkeep import DELETED_AFTER, Upkeep

__all__ = ["DELETED_AFTER", "GuildKeeper", "MemberKeeper", "Upkeep"]
