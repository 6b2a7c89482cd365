"""What moderators do with a battle."""

from cogs.battle.moderation.face import ModerationFace
from cogs.battle.moderation.items import BUTTONS
from cogs.battle.screens.parts import void_button
from cogs.common.feature import Feature
from community.battles import Moderation


def feature(moderation: Moderation) -> Feature:
    """The buttons, ready to be added to the bot."""
    return Feature(face=ModerationFace(moderation), items=BUTTONS)


__all__ = ["ModerationFace", "feature", "void_button"]
