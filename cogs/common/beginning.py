"""The button that starts a battle, wherever one is offered; `cogs.battle` answers it."""

from typing import Any, Final

from discord import ButtonStyle, ui

from cogs.common.look import button

BEGIN: Final = "battle:v1:begin"


def begin_button() -> ui.Button[Any]:
    """[Start a battle]: opens the form for the question."""
    return button("Start a battle", BEGIN, style=ButtonStyle.primary)
