"""Privacy on the database: where members and guilds stand in it, and how they are taken out."""

from storage.community.privacy.guilds import SqlGuildKeeper
from storage.community.privacy.members import SqlMemberKeeper

__all__ = ["SqlGuildKeeper", "SqlMemberKeeper"]
