"""What was battled: `/battle history`."""

from cogs.battle.history.command import history_command
from cogs.battle.history.face import HistoryFace
from cogs.battle.history.items import PageButton
from cogs.common.feature import Feature
from community.history import History


def feature(history: History) -> tuple[Feature, HistoryFace]:
    """The buttons, ready to be added to the bot, and the face for `history_command`."""
    face = HistoryFace(history)
    return Feature(face=face, items=[PageButton]), face


__all__ = ["HistoryFace", "feature", "history_command"]
