"""The screens of battles with several turns, for the goldens."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from discord import ui

from arena.wire import Modality
from cogs.battle import screens
from cogs.battle.custom_ids import Read, Side
from cogs.battle.follow_up import screens as follow_up
from cogs.battle.screens.images import Gallery
from community.battles.turns import FollowUpRefused, Reason
from community.battles.values import Failure, Place, State, TurnFailure, TurnState
from tests.cogs.battle.samples import (
    ASKED,
    CLOSES,
    CLOSING,
    CREATING,
    PAINTED,
    REVEALED,
    VOIDED,
    VOTING,
    failed,
    turn,
    with_turns,
)

SOON: Final = ASKED + timedelta(seconds=5)
PENDING: Final[dict[str, Any]] = {"state": TurnState.ANSWERING, "answers": None}
OPEN: Final = with_turns(VOTING, turn())
IN_THREAD: Final = with_turns(VOTING, turn(place=Place.THREAD))
AFTER: Final = turn(blind=False, place=Place.REPLY)

HUNG: Final = Gallery()
PAINTED_AND_REVEALED: Final = replace(REVEALED, modality=Modality.IMAGE, prompt=PAINTED.prompt, answers=PAINTED.answers)

TURN_SCREENS: Final[Mapping[str, Callable[[], ui.LayoutView]]] = {
    "01-writing-turn-2": lambda: screens.battle_message(
        with_turns(replace(CREATING, state=State.ANSWERING), turn(**PENDING)), now=SOON
    ),
    "01-writing-turn-2-in-thread": lambda: screens.battle_message(
        with_turns(replace(CREATING, state=State.ANSWERING), turn(place=Place.THREAD, **PENDING)), now=SOON
    ),
    "02-voting-turn-2": lambda: screens.battle_message(OPEN, now=SOON),
    "02-voting-turn-2-in-thread": lambda: screens.battle_message(IN_THREAD, now=SOON),
    "02-voting-follow-up-unfinished": lambda: screens.battle_message(
        with_turns(VOTING, turn(state=TurnState.FAILED, answers=None, failure=TurnFailure.UNFINISHED)),
        now=SOON,
    ),
    "02-voting-follow-up-not-asked": lambda: screens.battle_message(
        with_turns(VOTING, turn(state=TurnState.FAILED, answers=None, failure=TurnFailure.NOT_ASKED)), now=SOON
    ),
    "02b-more-voted": lambda: screens.more(replace(VOTING, ballots=1), may_close=False, moderator=False),
    "02b-more-pictures": lambda: screens.more(
        replace(VOTING, modality=Modality.IMAGE), may_close=False, moderator=False
    ),
    "03-read-turn-1": lambda: screens.reading(OPEN, Read(battle=OPEN.id, side=Side.B)),
    "03-read-turn-2": lambda: screens.reading(OPEN, Read(battle=OPEN.id, side=Side.A, page=9)),
    "03-read-turn-2-plain": lambda: screens.reading(OPEN, Read(battle=OPEN.id, side=Side.A, page=9, plain=True)),
    "05-reveal-turn-2": lambda: screens.battle_message(with_turns(REVEALED, turn()), now=CLOSES),
    "06-painting": lambda: screens.battle_message(
        replace(CREATING, modality=Modality.IMAGE, prompt=PAINTED.prompt), now=SOON
    ),
    "06-pictures": lambda: screens.battle_message(PAINTED, now=SOON, gallery=HUNG),
    "06-pictures-veiled": lambda: screens.battle_message(PAINTED, now=SOON, gallery=Gallery(veiled=True)),
    "06-pictures-counting": lambda: screens.battle_message(
        replace(PAINTED, state=State.CLOSING, closed_at=CLOSES, ballots=3), now=CLOSES, gallery=HUNG
    ),
    "06-pictures-revealed": lambda: screens.battle_message(PAINTED_AND_REVEALED, now=CLOSES, gallery=HUNG),
    "06-pictures-unrevealed": lambda: screens.battle_message(
        replace(PAINTED, state=State.UNREVEALED, closed_at=CLOSES), now=CLOSES, gallery=HUNG
    ),
    "06-no-pictures": lambda: screens.battle_message(
        failed(failure=Failure.UNFINISHED, modality=Modality.IMAGE, prompt=PAINTED.prompt), now=SOON
    ),
    "12-turn-writing": lambda: screens.turn_message(VOTING, turn(place=Place.THREAD, **PENDING)),
    "12-turn-open": lambda: screens.turn_message(IN_THREAD, IN_THREAD.turns[-1]),
    "12-turn-closed": lambda: screens.turn_message(CLOSING, turn(place=Place.THREAD)),
    "12-turn-failed": lambda: screens.turn_message(
        VOTING, turn(place=Place.THREAD, state=TurnState.FAILED, answers=None, failure=TurnFailure.UNFINISHED)
    ),
    "12-turn-voided": lambda: screens.turn_message(
        VOIDED, turn(place=Place.THREAD, state=TurnState.FAILED, answers=None, failure=TurnFailure.UNFINISHED)
    ),
    "12-turn-after-the-reveal": lambda: screens.turn_message(with_turns(REVEALED, AFTER), AFTER),
    "12-turn-after-the-reveal-writing": lambda: screens.turn_message(
        REVEALED, turn(blind=False, place=Place.REPLY, **PENDING)
    ),
    "12-asked": lambda: follow_up.asked(turn(**PENDING)).view,
    "12-asked-after-the-reveal": lambda: follow_up.asked(turn(blind=False, place=Place.REPLY, **PENDING)).view,
    "12-asked-unanswered": lambda: follow_up.asked(turn(state=TurnState.ASKING, answers=None)).view,
    **{
        f"12-refused-{reason.value.replace('_', '-')}": lambda reason=reason: (  # type: ignore[misc] # mypy cannot infer a lambda with a bound default
            follow_up.refused(FollowUpRefused(reason), question="And at night?").view
        )
        for reason in Reason
    },
}
