"""Members report battles and fights, and moderators are told."""

from cogs.common.feature import Feature
from cogs.reports.command import reports_command
from cogs.reports.desk import ModeratorsDesk
from cogs.reports.face import ReportsFace
from cogs.reports.items import ITEMS
from community.reports import Reports


def feature(reports: Reports) -> tuple[Feature, ReportsFace]:
    """The buttons, ready to be added to the bot, and the face for `reports_command`."""
    face = ReportsFace(reports)
    return Feature(face=face, items=ITEMS), face


__all__ = ["ModeratorsDesk", "ReportsFace", "feature", "reports_command"]
