"""What this member may do with a fight. Private."""

from collections.abc import Sequence

from discord import ui

from cogs.common.look import CORAL, SLATE, TEAL, Part, beside, button, card, small, words
from cogs.common.quotas import left_line
from cogs.common.reports import something_wrong
from cogs.common.text import plain_line
from cogs.fight.custom_ids import Stop
from community.fights import Fight
from community.quotas import Left
from community.reports import About, Subject


def more(fight: Fight, *, may_stop: bool) -> ui.LayoutView:
    """What there is to do. `may_stop` is true for the starter and for moderators."""
    parts: list[Part] = [words("### This fight", small("Answers come from " + plain_line(fight.source)))]
    report = something_wrong(About(Subject.FIGHT, fight.id))
    if not fight.status.live:
        return card(TEAL, *parts, words("It is over."), report)
    if may_stop:
        stop = button("Stop", Stop(fight.id).encode())
        parts.append(beside("**Stop it now**\n" + small("What was reached stays, and counts as a fight."), stop))
    else:
        parts.append(words("Whoever started it can stop it, and so can a moderator."))
    return card(CORAL, *parts, report)


def stopped() -> ui.LayoutView:
    """The answer to [Stop] and `/fight stop`."""
    return card(TEAL, words("### The fight is stopped", "What was reached stays in the channel."))


def started(left: Sequence[Left]) -> ui.LayoutView:
    """What the starter reads in private where the fight itself had to come as a message of its own."""
    return card(SLATE, words("### Your fight has started", "It is the next message in this channel.", left_line(left)))
