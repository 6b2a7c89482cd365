"""Pictures as SVG, against goldens that git shows as text; and what becomes of them.

After a wanted change, run with BLINDBOUT_REDRAW=1, look at the pictures and read the difference in git.
"""

import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from cogs.common.boards import board_picture, history_picture
from cogs.common.pictures import Pictures, Theme, heat_map
from cogs.common.pictures.letters import IN_THE_LIST, fitting, fitting_all, width
from cogs.common.pictures.paint import PAINTS
from cogs.common.pictures.scales import Scale
from tests.cogs.leaderboard.samples import MOMENTS, NAMES, board

GOLDENS: Final = Path(__file__).parent / "goldens"
MEETINGS: Final = {(0, 1): 0.62, (1, 0): 0.38, (0, 2): 1.0, (2, 0): 0.0, (1, 2): 0.5, (2, 1): 0.5}
PICTURES: Final[Mapping[str, Callable[[Theme], str]]] = {
    "ratings": lambda theme: board_picture(board(), 0, theme)[0],
    "ratings-second-page": lambda theme: board_picture(board(), 1, theme)[0],
    "history": lambda theme: history_picture(board(NAMES[:5]), MOMENTS, theme)[0],
    "head-to-head": lambda theme: heat_map((*NAMES[:2], NAMES[9], NAMES[11]), MEETINGS, theme),
}


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_as_its_golden_says(name: str, theme: Theme) -> None:
    drawn = PICTURES[name](theme)
    golden = GOLDENS / f"{name}-{theme}.svg"
    if os.environ.get("BLINDBOUT_REDRAW"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


def test_every_golden_has_its_picture() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == {f"{name}-{theme}" for name in PICTURES for theme in Theme}


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", Theme)
def test_letters_dots_and_ranges_stand_out_from_their_ground(theme: Theme) -> None:
    paint = PAINTS[theme]
    assert min(contrast(paint.ground, letters) for letters in (paint.text, paint.quiet)) >= 7
    assert min(contrast(paint.ground, dot) for dot in (paint.dot, *paint.series)) >= 5
    assert contrast(paint.ground, paint.range) >= 3
    for shade in (paint.worse, paint.even, paint.better):
        assert contrast("#" + "".join(f"{part:02X}" for part in shade), paint.text) >= 7


async def test_the_same_picture_is_drawn_once_and_memory_has_a_limit() -> None:
    pictures = Pictures(kept_bytes=60_000)
    svg, alt = board_picture(board(), 0, Theme.DARK)
    first = await pictures.draw(svg, alt)
    assert first is not None
    again = await pictures.draw(svg, alt)
    assert again is not None
    assert again.png is first.png
    image = Image.open(io.BytesIO(first.png))
    assert (image.format, image.size) == ("PNG", (800, 610))
    for page in range(2):
        await pictures.draw(*board_picture(board(), page, Theme.LIGHT))
    assert sum(map(len, pictures._drawn.values())) <= 60_000


async def test_a_picture_that_cannot_be_drawn_is_left_out() -> None:
    assert await Pictures().draw("<svg", "") is None


def test_a_name_is_drawn_as_far_as_it_fits_and_can_be_drawn() -> None:
    assert fitting("Qwen3 32B", 400, 32) == "Qwen3 32B"
    assert fitting("通义千问 🦙 2.5", 400, 32) == "通义千问 2.5"
    assert fitting("🦙🦙", 400, 32) == IN_THE_LIST
    cut = fitting("Llama 3.3 70B Instruct Turbo", 200, 32)
    assert cut.endswith("…")
    assert width(cut, 32) <= 200


def test_names_that_would_look_alike_keep_their_ends() -> None:
    one, other = fitting_all(("Llama 3.3 70B Instruct Turbo", "Llama 3.3 70B Instruct Lite"), 200, 32)
    assert one != other
    assert (one[-4:], other[-4:]) == ("urbo", "Lite")


def test_names_of_any_length_are_cut_at_once() -> None:
    """Letter by letter it would take minutes, in which the bot would answer nobody."""
    names = tuple("模型 " * 5_000 + end for end in ("one", "two"))
    one, two = fitting_all(names, 300, 32)
    assert (one[-3:], two[-3:]) == ("one", "two")
    assert max(width(one, 32), width(two, 32)) <= 300


def test_an_axis_has_at_most_four_round_numbers() -> None:
    for low, high in ((887, 1120), (995, 1004), (100, 2900), (1000, 1000)):
        scale = Scale.over([low, high], 0, 300)
        assert len(scale.ticks()) <= 4
        assert all(0 <= scale.at(tick) <= 300 for tick in scale.ticks())
