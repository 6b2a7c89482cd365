"""Blind battles on Discord."""

from cogs.battle.commands import BattleCommands
from cogs.battle.face import BattleFace
from cogs.battle.items import BUTTONS
from cogs.battle.stage import DiscordStage
from cogs.common.feature import Feature
from community.battles import BattleRunner, StartBattle, Voting
from community.clock import Clock


def feature(*, start: StartBattle, voting: Voting, runner: BattleRunner, stage: DiscordStage, clock: Clock) -> Feature:
    """The feature, ready to be added to the bot."""
    face = BattleFace(start=start, voting=voting, runner=runner, stage=stage, clock=clock)
    return Feature(face=face, commands=[BattleCommands(face)], items=BUTTONS)


__all__ = ["DiscordStage", "feature"]
