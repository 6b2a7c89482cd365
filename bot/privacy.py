"""Privacy, put together: what members may ask for, and what is deleted by itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from cogs import privacy
from cogs.common.feature import Feature
from community.battles import BattleId
from community.clock import Clock
from community.fights import FightId
from community.privacy import Upkeep
from storage.community.privacy import SqlGuildKeeper, SqlMemberKeeper
from storage.database import Database


@dataclass(frozen=True, slots=True)
class PrivacyParts:
    """What the bot runs of privacy."""

    upkeep: Upkeep

    def start(self) -> "asyncio.Task[None]":
        """Do later what has to wait, until the task is cancelled."""
        return asyncio.create_task(self.upkeep.run(), name="upkeep")

    def feature(self) -> Feature:
        """The feature, ready to be added to the bot."""
        return privacy.feature(self.upkeep)


def privacy_parts(
    database: Database,
    clock: Clock,
    *,
    battle_changed: Callable[[BattleId], None],
    fight_changed: Callable[[FightId], None],
) -> PrivacyParts:
    """Privacy on this database; the two bring messages up to date."""
    return PrivacyParts(
        Upkeep(
            members=SqlMemberKeeper(database),
            guilds=SqlGuildKeeper(database),
            battle_changed=battle_changed,
            fight_changed=fight_changed,
            clock=clock,
        )
    )
