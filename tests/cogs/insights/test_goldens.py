"""Statistics and members' words, against a readable picture in words.

After a wanted change, run with BLINDBOUT_REDRAW=1 and read the difference in git.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from discord import ui

from arena.wire import FeedVote, Stats
from cogs.common.look import MAX_TEXT
from cogs.insights import screens
from community.battles.tally import Tally
from community.battles.values import BattleId
from community.places import MessageRef
from community.statistics import Agreement, Juries, Opinion, Position, Remark, Result, Statistics, Sums
from tests.support.layout import dump, texts, utf16_units

AGREED: Final = Juries(fights=7, kappa=0.312, same_winner=4)
GOLDENS: Final = Path(__file__).parent / "goldens"
SERVER: Final = "Night Owls"
FOUND: Final = Statistics(
    sums=Sums(41, 212, 38),
    choices=Tally(a=90, b=70, tie=33, both_bad=19),
    leaked=2,
    agreement=Agreement(agreeing=310, pairs=500, by_chance=0.33),
    position=Position(a=90, b=70, battles=36, leads=20, squares=260),
)
RESULT: Final = Result(
    id=BattleId("ABCDEFGHJK"),
    prompt="Why?",
    a="Phi-4",
    b="Qwen3 32B",
    tally=Tally(a=9, b=2),
    message=MessageRef(22, 55),
)
REMARK: Final = Remark(
    battle_id=RESULT.id,
    prompt="What is the *best* soup?",
    a="Phi-4",
    b="Qwen3 32B",
    stars=4,
    words="B knew its soups.\nA did not.",
    message=MessageRef(22, 55),
)
OPINION: Final = Opinion(ratings=12, stars=3.75, remarks=[REMARK, replace(REMARK, stars=None, message=None)])
VOTE: Final = FeedVote(winner="both_bad", prompt="Count to ten", feedback="Neither did.", has_feedback=True)
STATS: Final = Stats(
    total_models=31,
    total_text_models=28,
    total_image_models=3,
    total_text_votes=12_000,
    total_image_votes=345,
    total_votes=12_345,
)

SCREENS: Final[Mapping[str, Callable[[], ui.LayoutView]]] = {
    "stats": lambda: screens.statistics(FOUND, [RESULT, replace(RESULT, message=None)], AGREED, 1, server=SERVER),
    "stats-biased": lambda: screens.statistics(
        replace(FOUND, position=Position(a=150, b=10, battles=36, leads=140, squares=900)), [], None, 1, server=SERVER
    ),
    "stats-few-battles": lambda: screens.statistics(
        replace(FOUND, position=Position(a=9, b=4, battles=6, leads=5, squares=9)), [], None, 1, server=SERVER
    ),
    "stats-one-battle": lambda: screens.statistics(
        Statistics(sums=Sums(1, 1, 1), choices=Tally(tie=1), leaked=0, agreement=None, position=None),
        [],
        None,
        1,
        server=SERVER,
    ),
    "stats-empty": lambda: screens.statistics(
        Statistics(sums=Sums(), choices=Tally(), leaked=0, agreement=None, position=None), [], None, 1, server=SERVER
    ),
    "stats-world": lambda: screens.totals(STATS, "ModelChorus"),
    "feedback": lambda: screens.feedback(OPINION, 1, page=0, size=5),
    "feedback-page-2": lambda: screens.feedback(OPINION, 1, page=1, size=1),
    "feedback-empty": lambda: screens.feedback(Opinion(ratings=0, stars=None, remarks=[]), 1, page=0, size=5),
    "feedback-world": lambda: screens.world_feedback([VOTE], "ModelChorus"),
    "feedback-world-empty": lambda: screens.world_feedback([], "ModelChorus"),
    "world-silent": lambda: screens.no_answer("ModelChorus"),
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


async def test_the_longest_words_keep_to_discords_limits() -> None:
    long = replace(REMARK, prompt="🦙" * 10_000, words="🦙 " * 1_000, a="模" * 300, b="型" * 300)
    for view in (
        screens.feedback(Opinion(ratings=9, stars=1.0, remarks=[long] * 6), 2**63, page=9, size=5),
        screens.world_feedback([FeedVote(winner="A", prompt="🦙" * 10_000, feedback="🦙 " * 5_000)] * 5, "x" * 40),
    ):
        assert sum(utf16_units(text) for text in texts(view)) <= MAX_TEXT
