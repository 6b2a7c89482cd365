"""`/quota`: what everybody has left."""

from cogs.common.feature import Feature
from cogs.quota.commands import quota_command
from cogs.quota.face import LeftOf, QuotaFace
from community.quotas import Kind


def feature(left: dict[Kind, LeftOf]) -> Feature:
    """The feature, ready to be added to the bot. `left` says of each kind what a member of a guild has left."""
    face = QuotaFace(left)
    return Feature(face=face, commands=[quota_command(face)])


__all__ = ["feature"]
