"""What members can have and have taken away of what is kept of them."""

from cogs.common.feature import Feature
from cogs.privacy.commands import PrivacyCommands
from cogs.privacy.face import PrivacyFace
from cogs.privacy.items import ForgetButton
from community.privacy import Upkeep


def feature(upkeep: Upkeep) -> Feature:
    """The feature, ready to be added to the bot."""
    face = PrivacyFace(upkeep)
    return Feature(face=face, commands=[PrivacyCommands(face)], items=[ForgetButton])


__all__ = ["feature"]
