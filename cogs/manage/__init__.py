"""What a server's managers decide."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from discord import app_commands

from cogs.common.feature import Feature
from cogs.manage.commands import ManageCommands
from cogs.manage.face import ManageFace
from cogs.manage.items import VoterRolesSelect
from community.battles import Moderation
from community.settings import SettingsStore

Below: TypeAlias = app_commands.Command[Any, ..., Any] | app_commands.Group
"""A command of `/manage` that belongs to another feature."""


def feature(
    settings: SettingsStore,
    moderation: Moderation,
    sources: Sequence[str],
    others: Sequence[Below] = (),
) -> Feature:
    """The feature, ready to be added to the bot. `sources` are those that battles can come from.

    `others` are commands of `/manage` that belong to other features.
    """
    face = ManageFace(settings, moderation)
    commands = ManageCommands(face, sources)
    for command in others:
        commands.add_command(command)
    return Feature(face=face, commands=[commands], items=[VoterRolesSelect])


__all__ = ["Below", "feature"]
