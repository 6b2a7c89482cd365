"""Everything a member sees of a battle, as functions of values: no clock is read and nothing is sent here."""

from datetime import datetime

from discord import ui

from cogs.battle.screens.ballot import ballot, ballot_refused
from cogs.battle.screens.failures import failure
from cogs.battle.screens.images import Gallery
from cogs.battle.screens.more import closed_by_hand, more, started
from cogs.battle.screens.outcome import (
    announcement,
    names_are_slow,
    names_on_their_way,
    reveal,
    unrevealed,
    voided,
)
from cogs.battle.screens.reading import question, reading
from cogs.battle.screens.refusals import refusal
from cogs.battle.screens.turns import turn_message
from cogs.battle.screens.voting import voting
from cogs.battle.screens.writing import writing
from community.battles.values import Battle, State

__all__ = [
    "announcement",
    "ballot",
    "ballot_refused",
    "battle_message",
    "closed_by_hand",
    "more",
    "question",
    "reading",
    "refusal",
    "started",
    "turn_message",
]


def battle_message(
    battle: Battle, *, now: datetime, gallery: Gallery | None = None, converses: bool = True
) -> ui.LayoutView:
    """The battle's own message in the channel, in the state it is in.

    It changes with time alone at `SLOW_AFTER` from the start while the models write, and at `NAMES_SLOW_AFTER` from the
    close while the names are awaited. An image battle has its `gallery` from the moment both pictures are there;
    `converses` is whether the source takes follow-ups.

    Raises:
        ValueError: the battle lacks a value that its state promises.
    """
    match battle.state:
        case State.CREATING | State.ANSWERING:
            return writing(battle, now=now)
        case State.VOTING | State.CLOSING:
            return names_on_their_way(battle, gallery) if names_are_slow(battle, now) else voting(battle, gallery)
        case State.REVEALED:
            return reveal(battle, gallery, converses=converses)
        case State.UNREVEALED | State.FAILED if battle.void is not None:
            return voided(battle, gallery)
        case State.UNREVEALED:
            return unrevealed(battle, gallery)
        case State.FAILED:
            return failure(battle, gallery)
