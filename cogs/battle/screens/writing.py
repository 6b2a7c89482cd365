"""Screen 1: both models write, and nobody can see who is faster."""

from datetime import datetime

from discord import ui

from arena.wire import Modality
from cogs.battle.custom_ids import Side
from cogs.battle.screens.parts import OPEN_PROMPT, header, read_button
from cogs.common.look import SLATE, card, row, rule, small, words
from cogs.common.text import relative
from community.battles.timing import SLOW_AFTER
from community.battles.values import Battle, Place


def writing(battle: Battle, *, now: datetime) -> ui.LayoutView:
    """A battle whose answers are being written."""
    slow = now - battle.asked_at >= SLOW_AFTER
    pending = battle.pending
    painted = battle.modality is Modality.IMAGE
    what, does = ("pictures", "painting") if painted else ("answers", "writing")
    where = "in the thread" if pending is not None and pending.place is Place.THREAD else "here"
    return card(
        SLATE,
        header(battle, f"### Two models are {does}", OPEN_PROMPT),
        rule(),
        words(
            f"Both {what} will appear {where} at the same moment, so nobody can tell who was faster.",
            small(
                f"Started {relative(battle.asked_at)}",
                "slower than usual, still waiting" if slow else "usually takes under a minute",
            ),
        ),
        *([] if pending is None else [row(*(read_button(battle, side) for side in Side))]),
    )
