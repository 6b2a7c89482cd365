"""Every stream as members watch it, from its first event to its end. `BLINDBOUT_REDRAW=1` writes the files anew."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from discord import ui

from cogs.fight import screens
from community.fights import AudienceBallot, FightState, Status, Terms, apply, fold
from community.fights.models import ModelsRefused, Wrong
from community.fights.values import FightFailure
from community.quotas import Kind, Left, QuotaUsedUp, Scope
from tests.support.fights import STREAMS, a_fight, read
from tests.support.layout import dump

GOLDENS: Final = Path(__file__).parent / "goldens"
TOLD: Final = ("round_start", "search_start", "vote_update", "round_complete")
AUDIENCE: Final = {"claude": 7, "gpt": 3, "gemini": 2, "mistral": 1}


def watched(name: str) -> Iterator[str]:
    """The message after each event that tells something, its end, and its transcript."""
    fight, state = a_fight(), FightState()
    for number, event in enumerate(read(STREAMS[name]), start=1):
        state = apply(state, event)
        if event.type in TOLD:
            yield f"--- after event {number}, {event.type}\n{dump(screens.fight_message(fight, state).view)}"
    ended = a_fight(Status.COMPLETE)
    if name == "brawl":
        ended = replace(ended, audience=AUDIENCE, ballots=13)
    shown = screens.fight_message(ended, state)
    yield f"--- the end\n{dump(shown.view)}"
    if shown.file is not None:
        yield f"--- {shown.file.name}\n{shown.file.content.decode()}"


def check(name: str, drawn: str) -> None:
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("BLINDBOUT_REDRAW"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STREAMS)
async def test_a_stream_is_watched_as_its_golden_says(name: str) -> None:
    check(name, "\n".join(watched(name)))


BRAWL: Final = fold(read(STREAMS["brawl"]))
SEARCHED: Final = fold(read(STREAMS["search"]))
MIDDLE: Final = fold(read(STREAMS["brawl"][:20]))
SEVEN: Final = datetime(2026, 7, 13, 7, tzinfo=UTC)
USED: Final = Left(kind=Kind.FIGHT, scope=Scope.MEMBER, limit=3, used=3, opens_at=SEVEN)
LETTERS: Final = Terms(rounds=3, anonymous=True)


def _failed(failure: FightFailure) -> ui.LayoutView:
    return screens.fight_message(a_fight(Status.FAILED, failure=failure), FightState()).view


def _refused(wrong: Wrong) -> ui.LayoutView:
    return screens.refusal(ModelsRefused(wrong, asked="9", known=["GPT", "Claude"]), question="Why?").view


SCREENS: Final[Mapping[str, Callable[[], ui.LayoutView]]] = {
    "ballot-none": lambda: screens.ballot(a_fight(), MIDDLE, AudienceBallot(agent=None, previous=None)),
    "ballot-counted": lambda: screens.ballot(a_fight(), MIDDLE, AudienceBallot(agent="claude", previous=None)),
    "ballot-changed": lambda: screens.ballot(a_fight(), MIDDLE, AudienceBallot(agent="gpt", previous="claude")),
    "ballot-withdrawn": lambda: screens.ballot(a_fight(), MIDDLE, AudienceBallot(agent=None, previous="gpt")),
    "ballot-too-early": lambda: screens.not_open(a_fight(), FightState(), None),
    "ballot-closed": lambda: screens.not_open(a_fight(Status.COMPLETE), BRAWL, "gpt"),
    "reading": lambda: screens.reading(a_fight(), MIDDLE, screens.latest(a_fight().id, MIDDLE)),
    "reading-nothing-yet": lambda: screens.reading(a_fight(), FightState(), screens.latest(a_fight().id, FightState())),
    "reading-with-sources": lambda: screens.reading(
        a_fight(Status.COMPLETE), SEARCHED, screens.latest(a_fight().id, SEARCHED)
    ),
    "more-starter": lambda: screens.more(a_fight(), may_stop=True),
    "more-other": lambda: screens.more(a_fight(), may_stop=False),
    "more-over": lambda: screens.more(a_fight(Status.COMPLETE), may_stop=True),
    "cut": lambda: screens.fight_message(a_fight(Status.CUT), MIDDLE).view,
    "interrupted": lambda: screens.fight_message(a_fight(Status.INTERRUPTED), MIDDLE).view,
    "interrupted-before-anything": lambda: screens.fight_message(a_fight(Status.INTERRUPTED), FightState()).view,
    "stopped": lambda: screens.fight_message(a_fight(Status.STOPPED), MIDDLE).view,
    "anonymous": lambda: screens.fight_message(a_fight(terms=LETTERS), MIDDLE).view,
    "small-jury": lambda: screens.fight_message(a_fight(), replace(MIDDLE, small_judges=True)).view,
    "small-jury-at-the-end": lambda: (
        screens.fight_message(a_fight(Status.COMPLETE), replace(BRAWL, small_judges=True)).view
    ),
    "jury-and-audience-agree": lambda: (
        screens.fight_message(a_fight(Status.COMPLETE, audience={"gpt": 2}, ballots=2), BRAWL).view
    ),
    "audience-split": lambda: (
        screens.fight_message(a_fight(Status.COMPLETE, audience={"gpt": 1, "claude": 1}, ballots=2), BRAWL).view
    ),
    **{f"failed-{failure.value.replace('_', '-')}": partial(_failed, failure) for failure in FightFailure},
    "failed-with-a-reason": lambda: (
        screens.fight_message(
            a_fight(Status.FAILED, failure=FightFailure.DECLINED, reason="The image cannot be fetched."), FightState()
        ).view
    ),
    "refused-quota": lambda: screens.refusal(QuotaUsedUp(Scope.MEMBER, [USED]), question="Why?").view,
    **{f"refused-{wrong.value}": partial(_refused, wrong) for wrong in Wrong},
}


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_is_drawn_as_its_golden_says(name: str) -> None:
    check(name, dump(SCREENS[name]()))


def test_every_golden_has_its_screen() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == {*SCREENS, *STREAMS}
