"""Screen 1: both models write, and nobody can see who is faster."""

from datetime import datetime

from discord import ui

from cogs.battle.screens.parts import OPEN_PROMPT, header
from cogs.common.look import SLATE, card, rule, small, words
from cogs.common.text import relative
from community.battles.timing import SLOW_AFTER
from community.battles.values import Battle


def writing(battle: Battle, *, now: datetime) -> ui.LayoutView:
    """A battle whose answers are being written."""
    slow = now - battle.created_at >= SLOW_AFTER
    return card(
        SLATE,
        header(battle, "### Two models are writing", OPEN_PROMPT),
        rule(),
        words(
            "Both answers will appear here at the same moment, so nobody can tell who was faster.",
            small(
                f"Started {relative(battle.created_at)}",
                "slower than usual, still waiting" if slow else "usually takes under a minute",
            ),
        ),
    )
