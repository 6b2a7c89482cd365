"""What a server's managers decide."""

from cogs.common.feature import Feature
from cogs.manage.commands import ManageCommands
from cogs.manage.face import ManageFace
from cogs.manage.items import VoterRolesSelect
from community.battles import Moderation
from community.settings import SettingsStore


def feature(settings: SettingsStore, moderation: Moderation) -> Feature:
    """The feature, ready to be added to the bot."""
    face = ManageFace(settings, moderation)
    return Feature(face=face, commands=[ManageCommands(face)], items=[VoterRolesSelect])


__all__ = ["feature"]
