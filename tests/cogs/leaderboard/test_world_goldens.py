"""Each world board in each state, against a readable picture of it in words; redrawn as in `test_goldens`."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from discord import ui

from arena.wire import CategoryBoard, HeadToHead, Standing
from cogs.common.pictures import Drawn
from cogs.leaderboard.world import screens
from cogs.leaderboard.world.custom_ids import MAX_CATEGORY, MAX_LOCALE, Kind, WorldLook
from community.boards import Picture
from tests.support.layout import components, dump

GOLDENS: Final = Path(__file__).parent / "world_goldens"
LOOK: Final = WorldLook(kind=Kind.BOARD, source="ModelChorus")
PUBLISHED: Final = [
    Standing(id="1", model_name="Qwen3 32B", elo_rating=1247, rank=1, total_votes=1337, win_rate=0.669),
    Standing(
        id="2",
        model_name="通义千问",
        elo_rating=987,
        rank=2,
        total_votes=4,
        both_bad=1,
        elo_lower=900,
        elo_upper=1074,
        rank_best=1,
        rank_worst=2,
        mostly_prior=True,
        style_elo=961,
    ),
]
MET: Final = [
    HeadToHead(model_a="Qwen3 32B", model_b="Phi-4", wins_a=9, wins_b=3, ties=1, total_votes=13),
    HeadToHead(model_a="Phi-4", model_b="Gemma 3 27B", wins_a=0, wins_b=0, ties=2, total_votes=2),
]
MANY: Final = [PUBLISHED[0].model_copy(update={"rank": rank}) for rank in range(1, 13)]
SCREENS: Final[Mapping[str, Callable[[], ui.LayoutView]]] = {
    "board": lambda: screens.world_board(PUBLISHED, LOOK, Drawn(b"", "Ratings as dots.")).view,
    "board-posted": lambda: (
        screens.world_board(PUBLISHED, replace(LOOK, locale="pt-BR", category="cooking"), to_all=True).view
    ),
    "board-page-2": lambda: screens.world_board(MANY, replace(LOOK, page=1)).view,
    "board-empty": lambda: screens.world_board([], LOOK).view,
    "categories": lambda: (
        screens.category_boards(
            [CategoryBoard(category="coding", rankings=PUBLISHED), CategoryBoard(category="cooking")], LOOK
        ).view
    ),
    "categories-empty": lambda: screens.category_boards([], LOOK).view,
    "square": lambda: screens.square(MET, LOOK, Drawn(b"", "A square.")).view,
    "square-empty": lambda: screens.square([], LOOK).view,
    "two": lambda: screens.meeting(MET[0], LOOK),
    "two-even": lambda: screens.meeting(MET[1], LOOK),
    "one": lambda: screens.meetings_of("Qwen3 32B", MET[:1] * 20, LOOK),
    "unknown": screens.unknown,
    "unanswered": screens.unanswered,
}


@pytest.mark.parametrize("name", SCREENS)
async def test_a_world_board_is_drawn_as_its_golden_says(name: str) -> None:
    drawn = dump(SCREENS[name]())
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("BLINDBOUT_REDRAW"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


def test_every_golden_has_its_screen() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(SCREENS)


async def test_the_longest_filters_fit_into_custom_ids() -> None:
    look = replace(
        LOOK,
        source="x" * 24,
        locale="l" * MAX_LOCALE,
        category="c" * MAX_CATEGORY,
        picture=Picture.LIGHT,
        page=999,
    )
    for component in components(screens.world_board(MANY, look).view):
        assert len(component.get("custom_id", "")) <= 100
