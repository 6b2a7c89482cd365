"""The way to this server's board, as far as the screens of other features offer it."""

from typing import Any, Final

from discord import ui

from cogs.common.look import button

SEE: Final = "board:v1:see"
"""The custom id of [See the leaderboard]: it opens the board that comes first here, to whoever presses."""


def see_button() -> ui.Button[Any]:
    """[See the leaderboard]."""
    return button("See the leaderboard", SEE)
