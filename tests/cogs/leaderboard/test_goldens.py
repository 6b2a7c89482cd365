"""Each board in each state, against a readable picture of it in words.

After a wanted change, run with BLINDBOUT_REDRAW=1 and read the difference in git.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from arena.wire import Category, Modality
from cogs.common.boards import board_picture
from cogs.common.boards.looks import Look, Scope, Show
from cogs.common.look import MAX_TEXT, Reply
from cogs.common.pictures import Drawn, Theme
from cogs.leaderboard import screens
from community.boards import Period, Picture
from tests.cogs.leaderboard.samples import NAMES, POSTED, TEXT, board
from tests.support.layout import components, dump, texts, utf16_units

GOLDENS: Final = Path(__file__).parent / "goldens"
SERVER: Final = "Night Owls"
LOOK: Final = Look(scope=Scope.SERVER, filters=TEXT)
ME: Final = replace(LOOK, scope=Scope.ME)
CODING_WEEK: Final = replace(TEXT, category=Category.CODING, period=Period.WEEK)


def _pictured(look: Look) -> Reply:
    found = board()
    drawn = Drawn(b"PNG", board_picture(found, look.page, Theme.DARK)[1])
    return screens.board_page(found, look, server=SERVER, drawn=drawn)


SCREENS: Final[Mapping[str, Callable[[], Reply]]] = {
    "09-server": lambda: _pictured(LOOK),
    "09-server-page-2": lambda: _pictured(replace(LOOK, page=1, picture=Picture.LIGHT, show=Show.TIME)),
    "09-server-without-picture": lambda: screens.board_page(
        board(NAMES[:3]), replace(LOOK, picture=Picture.NONE), server=SERVER
    ),
    "09-server-posted": lambda: screens.board_page(
        board(NAMES[:5], posted=POSTED), LOOK, server=SERVER, several=True, to_all=True
    ),
    "09-server-young": lambda: screens.board_page(
        board(NAMES[:3], battles=1, world={"Qwen3 32B": 1100.0}), LOOK, server=SERVER
    ),
    "09-server-young-without-world": lambda: screens.board_page(board(NAMES[:3], battles=1), LOOK, server=SERVER),
    "09-server-empty": lambda: screens.board_page(board(()), LOOK, server=SERVER),
    "09-server-nothing-under-the-filter": lambda: screens.board_page(
        board((), filters=CODING_WEEK), replace(LOOK, filters=CODING_WEEK), server=SERVER
    ),
    "09-server-filtered": lambda: screens.board_page(
        board(NAMES[:2], filters=replace(CODING_WEEK, modality=Modality.TEXT)),
        replace(LOOK, filters=CODING_WEEK),
        server="# A **server** with a name that is far longer than forty characters",
    ),
    "09-server-behind": lambda: screens.board_page(replace(board(NAMES[:2]), behind=True), LOOK, server=SERVER),
    "09-unrated": lambda: Reply(screens.unrated()),
    "09-me": lambda: screens.board_page(board(NAMES[:3], battles=2), ME, server=SERVER),
    "09-me-empty": lambda: screens.board_page(board(()), ME, server=SERVER),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_a_board_is_drawn_as_its_golden_says(name: str) -> None:
    drawn = dump(SCREENS[name]().view)
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("BLINDBOUT_REDRAW"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


def test_every_golden_has_its_screen() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(SCREENS)


async def test_the_longest_board_keeps_to_discords_limits() -> None:
    names = tuple(f"模型 {number:02} " + "🦙" * 90 for number in range(99))
    look = replace(LOOK, page=9, filters=replace(TEXT, source="x" * 24, category=Category.INSTRUCTION_FOLLOWING))
    found = board(names, battles=1)
    alt = board_picture(found, 9, Theme.LIGHT)[1]
    view = screens.board_page(found, look, server="S" * 100, drawn=Drawn(b"", alt), several=True).view
    assert sum(utf16_units(text) for text in texts(view)) <= MAX_TEXT / 2
    for component in components(view):
        assert len(component.get("custom_id", "")) <= 100
        for item in component.get("items", []):
            assert utf16_units(item["description"]) <= 1024
