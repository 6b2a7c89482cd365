"""Members report battles, and moderators are told."""

from cogs.battle.reporting.command import reports_command
from cogs.battle.reporting.desk import ModeratorsDesk
from cogs.battle.reporting.face import ReportsFace
from cogs.battle.reporting.items import ITEMS
from cogs.common.feature import Feature
from community.reports import Reports


def feature(reports: Reports) -> tuple[Feature, ReportsFace]:
    """The buttons, ready to be added to the bot, and the face for `reports_command`."""
    face = ReportsFace(reports)
    return Feature(face=face, items=ITEMS), face


__all__ = ["ModeratorsDesk", "ReportsFace", "feature", "reports_command"]
