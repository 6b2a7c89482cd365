"""What moderators see of what they did."""

from discord import ui

from cogs.battle.screens.parts import link
from cogs.common.look import TEAL, beside, card, words
from community.battles.values import Battle


def voided_by_hand(battle: Battle) -> ui.LayoutView:
    """The answer to a battle's being voided."""
    text = "### The battle is void\nIt counts on no board, and its message says so. This cannot be taken back."
    return card(TEAL, words(text) if battle.message is None else beside(text, link(battle)))
