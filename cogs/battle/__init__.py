"""Blind battles on Discord."""

from collections.abc import Iterable
from typing import Any

from discord import app_commands

from cogs.battle.beginning import BeginButton
from cogs.battle.commands import BattleCommands
from cogs.battle.face import BattleFace
from cogs.battle.items import BUTTONS
from cogs.battle.stage import DiscordStage
from cogs.common.feature import Feature
from community.battles import BattleRunner, StartBattle, Voting
from community.clock import Clock

Command = app_commands.Command[Any, ..., Any]


def feature(
    *,
    start: StartBattle,
    voting: Voting,
    runner: BattleRunner,
    stage: DiscordStage,
    clock: Clock,
    more: Iterable[Command],
) -> Feature:
    """The feature, ready to be added to the bot; `more` are commands that go under `/battle` beside its own."""
    face = BattleFace(start=start, voting=voting, runner=runner, stage=stage, clock=clock)
    commands = BattleCommands(face)
    for command in more:
        commands.add_command(command)
    return Feature(face=face, commands=[commands], items=(*BUTTONS, BeginButton))


__all__ = ["DiscordStage", "feature"]
