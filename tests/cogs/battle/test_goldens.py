"""Each screen in each state, against a readable picture of it in words.

After a wanted change, run with BLINDBOUT_REDRAW=1 and read the difference in git.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from discord import ui

from arena.wire import Winner
from cogs.battle import screens
from cogs.battle.custom_ids import Read, Side
from cogs.battle.history import screens as history_screens
from cogs.battle.history.ids import TurnTo
from cogs.battle.moderation.screens import voided_by_hand
from cogs.battle.opinions import screens as opinions
from cogs.common.notices import ANY, apology
from community.battles import Leaning, Shift, Shifts
from community.battles.tally import Tally
from community.battles.timing import NAMES_SLOW_AFTER
from community.battles.values import Answers, BallotCast, Failure, Guesses, Leaks, Mode, State
from community.errors import BattleNotFound, DailyBallotsUsedUp, NotAllowed, PromptRefused, VotingClosed
from community.history import HistoryPage
from community.opinions import Guess, Rating
from community.places import MessageRef
from community.quotas import Kind, Left, QuotaUsedUp, Scope
from tests.cogs.battle.samples import (
    ANSWER_A,
    ANSWER_B,
    CLOSES,
    CLOSING,
    CREATING,
    REVEALED,
    STARTED,
    UNREVEALED,
    VOID,
    VOIDED,
    VOTING,
    failed,
)
from tests.cogs.battle.turn_screens import TURN_SCREENS
from tests.support.layout import dump

RATED: Final = Rating(stars=4, accuracy=5, clarity=3, words="A is right and *dry*.\nB is neither.")
PAGE_OF_HISTORY: Final = HistoryPage(
    [
        replace(VOTING, ballots=7, message=MessageRef(200, 401)),
        REVEALED,
        UNREVEALED,
        VOIDED,
        failed(failure=Failure.UNKNOWN),
    ],
    1,
    more=True,
)
GOLDENS: Final = Path(__file__).parent / "goldens"
SOON: Final = STARTED + timedelta(seconds=14)
LONG_PROMPT: Final = "\n".join(
    f"Line {n} of a question with more than a few lines, numbered one by one." for n in range(40)
)
SHIFTS: Final = Shifts(
    Shift(before=1041.6, after=1049.2, within=38.4),
    Shift(before=None, after=979.9, within=118.0, leaning=Leaning.WORLD),
)
UPSET: Final = Shifts(
    Shift(before=931.0, after=955.0, within=41.0),
    Shift(before=1068.0, after=1049.0, within=40.0, leaning=Leaning.GUESS),
)
LEFT: Final = (
    Left(kind=Kind.BATTLE, scope=Scope.MEMBER, limit=5, used=3, opens_at=CLOSES),
    Left(kind=Kind.BATTLE, scope=Scope.GUILD, limit=20, used=20, opens_at=CLOSES + timedelta(hours=6)),
    Left(kind=Kind.BATTLE, scope=Scope.SHARE, limit=50, used=50, opens_at=CLOSES),
    Left(kind=Kind.BATTLE, scope=Scope.KEY, limit=100, used=57, opens_at=CLOSES),
)


def _ballot(choice: Winner | None, previous: Winner | None) -> ui.LayoutView:
    return screens.ballot(VOTING.id, BallotCast(choice=choice, previous=previous, ballots=3, closes_at=CLOSES))


def _read(side: Side, page: int = 0, *, plain: bool = False, seen: frozenset[Side] = frozenset()) -> ui.LayoutView:
    battle = replace(VOTING, answers=Answers(ANSWER_A, ANSWER_B * 12))
    return screens.reading(battle, Read(battle=battle.id, side=side, page=page, plain=plain, seen=seen))


def _used_up(scope: Scope) -> ui.LayoutView:
    return screens.refusal(QuotaUsedUp(scope, LEFT), question=CREATING.prompt).view


SCREENS: Final[Mapping[str, Callable[[], ui.LayoutView]]] = {
    **TURN_SCREENS,
    "01-writing": lambda: screens.battle_message(CREATING, now=SOON),
    "01-writing-slow": lambda: screens.battle_message(
        replace(CREATING, state=State.ANSWERING), now=STARTED + timedelta(seconds=60)
    ),
    "02-voting-nobody": lambda: screens.battle_message(VOTING, now=SOON),
    "02-voting-seven": lambda: screens.battle_message(replace(VOTING, ballots=7), now=SOON),
    "02-voting-extended": lambda: screens.battle_message(replace(VOTING, extended=True), now=SOON),
    "02-voting-first": lambda: screens.battle_message(replace(VOTING, mode=Mode.FIRST), now=SOON),
    "02-counting": lambda: screens.battle_message(CLOSING, now=CLOSES + timedelta(seconds=2)),
    "02b-more-starter": lambda: screens.more(
        replace(VOTING, prompt=LONG_PROMPT, ballots=2), may_close=True, moderator=False
    ),
    "02b-more-starter-no-ballots": lambda: screens.more(VOTING, may_close=True, moderator=False),
    "02b-more-other": lambda: screens.more(VOTING, may_close=False, moderator=False),
    "02b-more-one-turn": lambda: screens.more(
        replace(VOTING, source="Concurred"), may_close=False, moderator=False, converses=False
    ),
    "02b-more-closed": lambda: screens.more(REVEALED, may_close=True, moderator=False),
    "02b-more-moderator": lambda: screens.more(VOTING, may_close=True, moderator=True),
    "02b-more-moderator-void": lambda: screens.more(VOIDED, may_close=True, moderator=True),
    "02b-closed-by-hand": lambda: screens.closed_by_hand(CLOSING),
    "03-read-first-page": lambda: _read(Side.B),
    "03-read-last-page-other-unread": lambda: _read(Side.B, 9),
    "03-read-last-page-both-read": lambda: _read(Side.B, 9, seen=frozenset({Side.A})),
    "03-read-plain": lambda: _read(Side.A, plain=True),
    "03-read-after-the-reveal": lambda: screens.reading(REVEALED, Read(battle=REVEALED.id, side=Side.B)),
    "03-question": lambda: screens.question(replace(VOTING, prompt=LONG_PROMPT), 1),
    "04-ballot-counted": lambda: _ballot(Winner.A, None),
    "04-ballot-decisive": lambda: screens.ballot(
        VOTING.id, BallotCast(choice=Winner.TIE, previous=None, ballots=1, closes_at=CLOSES, decisive=True)
    ),
    "04-ballot-changed": lambda: _ballot(Winner.B, Winner.A),
    "04-ballot-again": lambda: _ballot(Winner.TIE, Winner.TIE),
    "04-ballot-both-bad": lambda: _ballot(Winner.BOTH_BAD, Winner.BOTH_BAD),
    "04-ballot-withdrawn": lambda: _ballot(None, Winner.TIE),
    "04-ballot-nothing-to-withdraw": lambda: _ballot(None, None),
    "04-ballot-closed": lambda: screens.ballot_refused(REVEALED, Winner.A),
    "04-ballot-closed-without-one": lambda: screens.ballot_refused(REVEALED, None),
    "04-ballot-being-counted": lambda: screens.ballot_refused(VOTING, Winner.A),
    "04-ballot-before-answers": lambda: screens.ballot_refused(CREATING, None),
    "04-reason-kept": lambda: opinions.reason_kept(VOTING.id, kept=True),
    "04-reason-taken-back": lambda: opinions.reason_kept(VOTING.id, kept=False),
    "04-guessing": lambda: opinions.guessing(VOTING, ["Alpha 7B", "Qwen3 32B", "Zeta"], Guess(b="Zeta")),
    "04-guessing-among-many": lambda: opinions.guessing(VOTING, [f"Model {n:03}" for n in range(60)], Guess()),
    "04-guessing-without-names": lambda: opinions.guessing(VOTING, [], Guess()),
    "04-guessing-too-late": lambda: opinions.guessing(REVEALED, ["Alpha 7B"], Guess()),
    "04-will-tell": lambda: opinions.will_tell(VOTING.id),
    "04-will-not-tell": lambda: opinions.will_not_tell(VOTING.id),
    "05-rated": lambda: opinions.rated(REVEALED, Rating(stars=1), goes_on=False),
    "05-rated-in-full": lambda: opinions.rated(REVEALED, RATED, goes_on=True),
    "05-rated-in-words": lambda: opinions.rated(REVEALED, Rating(words="Both dodge the question."), goes_on=False),
    "05-reveal-guessed": lambda: screens.battle_message(replace(REVEALED, guesses=Guesses(6, 2, 4)), now=CLOSES),
    "05-announcement-told": lambda: screens.announcement(REVEALED, [301, 302]),
    "13-history": lambda: history_screens.history(PAGE_OF_HISTORY, TurnTo(mine=False, page=1), model=None),
    "13-history-of-a-model": lambda: history_screens.history(
        HistoryPage([REVEALED], 0, more=False), TurnTo(mine=True, page=0, sign="0badcafe"), model="Qwen3 32B"
    ),
    "13-history-empty": lambda: history_screens.history(
        HistoryPage([], 0, more=False), TurnTo(mine=True, page=0), model=None
    ),
    "13-history-unknown-model": lambda: history_screens.model_unknown("GPT *9*"),
    "05-void-by-hand": lambda: voided_by_hand(VOIDED),
    "05-reveal-a": lambda: screens.battle_message(REVEALED, now=CLOSES),
    "05-reveal-one-turn": lambda: screens.battle_message(
        replace(REVEALED, source="Concurred", upstream_id=REVEALED.id), now=CLOSES, converses=False
    ),
    "05-reveal-b-extended": lambda: screens.battle_message(
        replace(REVEALED, tally=Tally(b=1), extended=True), now=CLOSES
    ),
    "05-reveal-tie": lambda: screens.battle_message(replace(REVEALED, tally=Tally(a=2, b=2)), now=CLOSES),
    "05-reveal-both-bad": lambda: screens.battle_message(replace(REVEALED, tally=Tally(b=1, both_bad=2)), now=CLOSES),
    "05-reveal-leak": lambda: screens.battle_message(replace(REVEALED, leaks=Leaks(b=True)), now=CLOSES),
    "05-reveal-leak-both": lambda: screens.battle_message(replace(REVEALED, leaks=Leaks(a=True, b=True)), now=CLOSES),
    "05-reveal-ratings": lambda: screens.battle_message(replace(REVEALED, shifts=SHIFTS), now=CLOSES),
    "05-reveal-ratings-upset": lambda: screens.battle_message(replace(REVEALED, shifts=UPSET), now=CLOSES),
    "05-reveal-ratings-leak": lambda: screens.battle_message(
        replace(REVEALED, shifts=SHIFTS, leaks=Leaks(b=True)), now=CLOSES
    ),
    "05-announcement-upset": lambda: screens.announcement(replace(REVEALED, shifts=UPSET)),
    "05-names-on-their-way": lambda: screens.battle_message(CLOSING, now=CLOSES + NAMES_SLOW_AFTER),
    "05-unrevealed": lambda: screens.battle_message(UNREVEALED, now=CLOSES),
    "05-voided": lambda: screens.battle_message(VOIDED, now=CLOSES),
    "05-voided-before-answers": lambda: screens.battle_message(
        failed(failure=Failure.UNKNOWN, void=replace(VOID, reason="")), now=CLOSES
    ),
    "05-reveal-voided": lambda: screens.battle_message(replace(REVEALED, void=VOID), now=CLOSES),
    "05-announcement": lambda: screens.announcement(REVEALED),
    "05-announcement-without-place": lambda: screens.announcement(replace(REVEALED, message=None)),
    **{
        f"11-failure-{failure.value.replace('_', '-')}": partial(
            screens.battle_message, failed(failure=failure), now=SOON
        )
        for failure in Failure
        if failure is not Failure.NAMES_WITHHELD
    },
    "11-failure-names-withheld": lambda: screens.battle_message(
        replace(CLOSING, state=State.FAILED, failure=Failure.NAMES_WITHHELD), now=SOON
    ),
    "11-failure-long-question": lambda: screens.battle_message(
        failed(failure=Failure.UNKNOWN, prompt=LONG_PROMPT), now=SOON
    ),
    **{f"11-refusal-{scope.value}-quota": partial(_used_up, scope) for scope in Scope},
    "11-refusal-quota-of-none": lambda: (
        screens.refusal(
            QuotaUsedUp(Scope.GUILD, [Left(kind=Kind.BATTLE, scope=Scope.GUILD, limit=0, used=0, opens_at=None)]),
            question="Why?",
        ).view
    ),
    "11-refusal-too-long": lambda: screens.refusal(PromptRefused(12_480, 10_000), question="x" * 12_480).view,
    "11-refusal-empty": lambda: screens.refusal(PromptRefused(0, 10_000), question=" ").view,
    "11-refusal-not-allowed": lambda: screens.refusal(NotAllowed()).view,
    "11-refusal-ballots-of-the-day": lambda: screens.refusal(DailyBallotsUsedUp(20, CLOSES)).view,
    "11-refusal-voting-closed": lambda: screens.refusal(VotingClosed()).view,
    "11-refusal-not-found": lambda: screens.refusal(BattleNotFound()).view,
    "11-refusal-too-long-to-count": lambda: screens.refusal(PromptRefused(None, 10_000)).view,
    "02b-started": lambda: screens.started(LEFT),
    "11-apology": lambda: apology(ANY, "7F3K-2C").view,
    "11-apology-with-question": lambda: apology(ANY, "7F3K-2C", question="Why is the sea salty?").view,
}


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_is_drawn_as_its_golden_says(name: str) -> None:
    drawn = dump(SCREENS[name]())
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("BLINDBOUT_REDRAW"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


def test_every_golden_has_its_screen() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(SCREENS)
