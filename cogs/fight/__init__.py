"""Fights on Discord."""

from cogs.common.feature import Feature
from cogs.fight.commands import FightCommands
from cogs.fight.face import FightFace
from cogs.fight.items import ITEMS
from cogs.fight.stage import FightScreen
from community.fights import Audience, FightRunner, StartFight


def feature(*, start: StartFight, audience: Audience, runner: FightRunner, stage: FightScreen) -> Feature:
    """The feature, ready to be added to the bot."""
    face = FightFace(start=start, audience=audience, runner=runner, stage=stage)
    return Feature(face=face, commands=[FightCommands(face)], items=ITEMS)


__all__ = ["FightScreen", "feature"]
