"""Options that several features' commands take."""

from datetime import timedelta

from discord import app_commands

from community.settings import MAX_WINDOW, MIN_WINDOW

Minutes = app_commands.Range[int, MIN_WINDOW // timedelta(minutes=1), MAX_WINDOW // timedelta(minutes=1)]
"""How long a vote stays open."""
