"""Follow-ups on Discord: the button, the form and what the asker is told."""

from cogs.battle.follow_up.face import FollowUpFace
from cogs.battle.follow_up.items import BUTTONS
from cogs.common.feature import Feature


def feature(face: FollowUpFace) -> Feature:
    """The buttons, ready to be added to the bot."""
    return Feature(face=face, items=BUTTONS)


__all__ = ["FollowUpFace", "feature"]
