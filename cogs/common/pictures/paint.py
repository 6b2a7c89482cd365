"""What all pictures share: the two grounds with their colours, and elements of SVG."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from xml.sax.saxutils import escape, quoteattr

WIDTH: Final = 800
LETTERS: Final = 32
"""Pixels. On a phone the picture is a third as wide, and letters about 10 pixels high."""


class Theme(StrEnum):
    """The ground a picture is drawn on. Discord tells nobody which theme a reader has."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """Colours on one ground: letters at 7:1 or more, dots at 5:1, ranges at 3:1 (WCAG's contrast); a test computes it.

    `worse` and `better` are the ends of a heat map, whose cells also hold their numbers. `series` are for lines, which
    also differ in their dashes.
    """

    ground: str
    text: str
    quiet: str
    dot: str
    range: str
    grid: str
    middle: str
    worse: tuple[int, int, int]
    even: tuple[int, int, int]
    better: tuple[int, int, int]
    series: tuple[str, ...]


PAINTS: Final = {
    Theme.DARK: Paint(
        ground="#1F2026",
        text="#F2F3F5",
        quiet="#B5BAC1",
        dot="#5EEAD4",
        range="#2F8F82",
        grid="#3A3C43",
        middle="#80848E",
        worse=(0x7A, 0x2E, 0x1C),
        even=(0x2B, 0x2D, 0x33),
        better=(0x0A, 0x57, 0x4D),
        series=("#5EEAD4", "#F5A97F", "#A5A6F6", "#F2D77C", "#F28FB0"),
    ),
    Theme.LIGHT: Paint(
        ground="#FFFFFF",
        text="#1F2026",
        quiet="#4E5058",
        dot="#0F766E",
        range="#3C9A8D",
        grid="#E3E5E8",
        middle="#80848E",
        worse=(0xF6, 0xC0, 0xAE),
        even=(0xF2, 0xF3, 0xF5),
        better=(0xA5, 0xDD, 0xD3),
        series=("#0F766E", "#B4461F", "#4F46C8", "#8A6400", "#B0245C"),
    ),
}


def element(name: str, content: str = "", **attributes: str | float) -> str:
    """One element; an underscore in an attribute's name stands for a dash, numbers have at most one decimal."""
    written = "".join(f" {key.replace('_', '-')}={quoteattr(number(value))}" for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def number(value: str | float) -> str:
    """A coordinate, short and always the same."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, said: str, fill: str, *, size: float = LETTERS, anchor: str = "start") -> str:
    """Letters whose foot stands at `y`."""
    return element("text", escape(said), x=x, y=y, fill=fill, font_size=size, text_anchor=anchor)


def svg(height: float, paint: Paint, parts: list[str]) -> str:
    """A picture of these parts, on its own ground."""
    ground = element("rect", width=WIDTH, height=height, fill=paint.ground)
    return element(
        "svg",
        "\n".join(["", ground, *parts, ""]),
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH} {number(height)}",
        font_family="Noto Sans CJK SC",
    )
