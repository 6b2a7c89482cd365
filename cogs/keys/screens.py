"""What whoever runs the bot reads, by direct message."""

from typing import Final

from discord import ui

from cogs.common.look import RED, card, small, words
from community.keys import Errand, KeyRefusal

_TO_DO: Final = {
    Errand.CREATE: "start battles",
    Errand.POLL: "follow battles",
    Errand.VOTE: "vote in battles",
    Errand.FOLLOW_UP: "ask follow-ups",
    Errand.FIGHT: "run fights",
}


def refused(refusal: KeyRefusal) -> ui.LayoutView:
    """A source refuses the bot's key."""
    return card(
        RED,
        words(
            "### The bot's key is refused",
            f"**{refusal.source}** does not let the bot {_TO_DO[refusal.errand]} with the key that it has.",
            "Look at the key in the bot's settings and at what it may do. A new one holds from the bot's next start.",
            small(f"You are told once, until it works again or the key is another · Code: {refusal.code}"),
        ),
    )
