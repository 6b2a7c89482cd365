"""How wide letters are, and which of them can be drawn at all.

The font is Noto Sans CJK, which has Latin, Greek, Cyrillic, Chinese, Japanese and Korean letters. A name in another
script, or one of emoji alone, stands in the list beside the picture and not in it.
"""

from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Final

from PIL import ImageFont

FONT: Final = str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc")
_SIMPLIFIED: Final = 2
"""Which of the collection's fonts: where han differs between languages, it is drawn as in China."""
_MEASURED_AT: Final = 32
_UNASSIGNED: Final = "\U000effff"
IN_THE_LIST: Final = "(name in the list)"


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, _MEASURED_AT, index=_SIMPLIFIED)


@lru_cache(maxsize=4096)
def _drawable(letter: str) -> bool:
    """Whether the font has it: what it lacks looks like what nobody has."""
    return letter.isspace() or bytes(_font().getmask(letter)) != bytes(_font().getmask(_UNASSIGNED))


def width(said: str, size: float) -> float:
    """Pixels that letters of this size take."""
    return _font().getlength(said) * size / _MEASURED_AT


def fitting(name: str, room: float, size: float) -> str:
    """The name without what cannot be drawn, cut with `…` where it is wider than `room` pixels."""
    drawn = " ".join("".join(letter for letter in name if _drawable(letter)).split())
    if not any(letter.isalnum() for letter in drawn):
        drawn = IN_THE_LIST
    if width(drawn, size) <= room:
        return drawn
    return _longest(lambda keep: drawn[:keep].rstrip() + "…", len(drawn), room, size)


def fitting_all(names: tuple[str, ...], room: float, size: float) -> tuple[str, ...]:
    """The names, cut to the room; where two different ones would look alike, they are cut in the middle instead."""
    cut = [fitting(name, room, size) for name in names]
    return tuple(
        short if cut.count(short) == 1 else _around_the_middle(name, room, size)
        for name, short in zip(names, cut, strict=True)
    )


def _around_the_middle(name: str, room: float, size: float) -> str:
    whole = fitting(name, float("inf"), size)
    if width(whole, size) <= room:
        return whole

    def around(keep: int) -> str:
        head, tail = keep - keep // 2, keep // 2
        return f"{whole[:head].rstrip()}…{whole[len(whole) - tail :].lstrip()}"

    return _longest(around, len(whole), room, size)


def _longest(cut: Callable[[int], str], letters: int, room: float, size: float) -> str:
    """The longest cut that fits; found by halves, for a name may be as long as its source likes."""
    fits = bisect_right(range(letters), room, key=lambda keep: width(cut(keep), size))
    return cut(max(0, fits - 1))
