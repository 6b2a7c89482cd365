"""Options that several features' commands take."""

from datetime import timedelta
from typing import Final

from discord import app_commands

from arena.wire import Modality
from community.boards import Picture
from community.settings import MAX_WINDOW, MIN_WINDOW

MODALITIES: Final = [
    app_commands.Choice(name="Text", value=Modality.TEXT),
    app_commands.Choice(name="Pictures", value=Modality.IMAGE),
]
"""What models make."""

PICTURES: Final = [app_commands.Choice(name=one.capitalize(), value=str(one)) for one in Picture]
"""The ground of a board's picture, or none."""

Minutes = app_commands.Range[int, MIN_WINDOW // timedelta(minutes=1), MAX_WINDOW // timedelta(minutes=1)]
"""How long a vote stays open."""
