"""Fights on Discord."""

from cogs.common.feature import Feature
from cogs.fight.commands import FightCommands
from cogs.fight.face import FightFace, StartsBattle
from cogs.fight.items import ITEMS
from cogs.fight.menus import fight_over_this
from cogs.fight.stage import FightScreen
from cogs.fight.starting import FightStarting


def feature(face: FightFace) -> Feature:
    """The feature, ready to be added to the bot."""
    return Feature(face=face, commands=[FightCommands(face), fight_over_this(face.starting)], items=ITEMS)


__all__ = ["FightFace", "FightScreen", "FightStarting", "StartsBattle", "feature"]
