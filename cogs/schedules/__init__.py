"""Scheduled posts on Discord. Their commands stand below `/manage`, whose feature takes them in."""

from cogs.schedules.commands import ScheduleCommands
from cogs.schedules.face import ScheduleFace
from cogs.schedules.stage import DiscordPostStage

__all__ = ["DiscordPostStage", "ScheduleCommands", "ScheduleFace"]
