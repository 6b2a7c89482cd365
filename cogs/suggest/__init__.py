"""Prompts to begin with."""

from cogs.common.feature import Feature
from cogs.suggest.commands import suggest_command
from cogs.suggest.face import SuggestFace


def feature(face: SuggestFace) -> Feature:
    """The feature, ready to be added to the bot."""
    return Feature(face=face, commands=[suggest_command(face)])


__all__ = ["SuggestFace", "feature"]
