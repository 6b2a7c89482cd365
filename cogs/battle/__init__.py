"""Blind battles on Discord."""

from collections.abc import Iterable
from typing import Any

from discord import app_commands

from cogs.battle.beginning import BeginButton
from cogs.battle.commands import BattleCommands
from cogs.battle.face import BattleFace
from cogs.battle.items import BUTTONS
from cogs.battle.menus import battle_this
from cogs.battle.stage import DiscordStage
from cogs.battle.starting import Starting
from cogs.common.feature import Feature

Command = app_commands.Command[Any, ..., Any]


def feature(face: BattleFace, *, more: Iterable[Command] = ()) -> Feature:
    """The feature, ready to be added to the bot; `more` are commands that go under `/battle` beside its own."""
    commands = BattleCommands(face.starting)
    for command in more:
        commands.add_command(command)
    return Feature(face=face, commands=[commands, battle_this(face.starting)], items=(*BUTTONS, BeginButton))


__all__ = ["BattleFace", "DiscordStage", "Starting", "feature"]
