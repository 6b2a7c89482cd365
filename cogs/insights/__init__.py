"""What votes say beside the boards: statistics, and members' words."""

from cogs.common.feature import Feature
from cogs.insights.commands import feedback_command, stats_command
from cogs.insights.face import InsightsFace
from cogs.insights.items import FeedbackButton


def feature(face: InsightsFace) -> Feature:
    """The feature, ready to be added to the bot."""
    return Feature(face=face, commands=[stats_command(face), feedback_command(face)], items=[FeedbackButton])


__all__ = ["InsightsFace", "feature"]
