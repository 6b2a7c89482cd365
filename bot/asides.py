"""What surrounds the vote, put together: moderators' work."""

from collections.abc import Sequence

from cogs.battle import moderation as battle_moderation
from cogs.common.feature import Feature
from community.battles import Moderation, Stage
from community.clock import Clock
from storage.community.moderating import SqlModerationStore
from storage.database import Database


class Asides:
    """The features beside a battle's vote."""

    def __init__(self, *, database: Database, stage: Stage, clock: Clock) -> None:
        self.moderation = Moderation(store=SqlModerationStore(database), stage=stage, clock=clock)

    @property
    def features(self) -> Sequence[Feature]:
        """To be added to the bot."""
        return [battle_moderation.feature(self.moderation)]
