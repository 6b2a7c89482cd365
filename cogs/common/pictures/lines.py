"""How ratings came to be: a line a model over time, which its dashes and the name at its end tell apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cogs.common.pictures.letters import fitting_all
from cogs.common.pictures.paint import PAINTS, Theme, element, number, svg, text
from cogs.common.pictures.scales import Scale

HEIGHT: Final = 610
MOST: Final = 5
"""Lines in one picture; more could not be told apart."""
_PLOT: Final = (86, 516)
_TOP: Final = 24
_BOTTOM: Final = 540
_NAME: Final = 546
_NAME_ROOM: Final = 244
_LETTERS: Final = 27
_APART: Final = 36
_DASHES: Final = ("", "16 8", "4 8", "20 8 4 8", "10 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One model: its rating at the end of some days, oldest first."""

    name: str
    points: tuple[tuple[date, float], ...]


def lines(models: Sequence[Line], theme: Theme) -> str:
    """The SVG, 800 pixels wide and 610 high, of at most five models with at least one point each.

    Raises:
        ValueError: there are no points, or too many models.
    """
    if len(models) > MOST:
        raise ValueError(f"at most {MOST} lines can be told apart")
    paint = PAINTS[theme]
    days = [day.toordinal() for line in models for day, _ in line.points]
    across = Scale(min(days) - 0.5, max(days) + 0.5, *_PLOT)
    upward = Scale.over((rating for line in models for _, rating in line.points), _BOTTOM, _TOP)
    parts: list[str] = []
    for tick in upward.ticks():
        y = upward.at(tick)
        parts.append(element("line", x1=_PLOT[0], y1=y, x2=_PLOT[1], y2=y, stroke=paint.grid, stroke_width=2))
        parts.append(text(_PLOT[0] - 10, y + 9, f"{tick:,}", paint.quiet, size=26, anchor="end"))
    ends = sorted({min(days), max(days)})
    for day, anchor in zip(ends, ("start", "end"), strict=False):
        x = _PLOT[0] if anchor == "start" else _PLOT[1]
        parts.append(text(x, _BOTTOM + 46, _short(date.fromordinal(day)), paint.quiet, size=26, anchor=anchor))
    names = fitting_all(tuple(line.name for line in models), _NAME_ROOM, _LETTERS)
    heights = _spread([upward.at(line.points[-1][1]) for line in models])
    for place, (line, name, foot) in enumerate(zip(models, names, heights, strict=True)):
        colour = paint.series[place]
        way = [(across.at(day.toordinal()), upward.at(rating)) for day, rating in line.points]
        joined = " ".join(f"{number(x)},{number(y)}" for x, y in way)
        dashes = {"stroke_dasharray": _DASHES[place]} if _DASHES[place] else {}
        parts.append(element("polyline", points=joined, fill="none", stroke=colour, stroke_width=5, **dashes))
        parts.append(element("circle", cx=way[-1][0], cy=way[-1][1], r=8, fill=colour))
        parts.append(text(_NAME, foot + 9, name, colour, size=_LETTERS))
    return svg(HEIGHT, paint, parts)


def _spread(heights: list[float]) -> list[float]:
    """The heights, moved apart so that no two names overlap, in their order."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed = dict[int, float]()
    last = float("-inf")
    for place in order:
        last = placed[place] = max(heights[place], last + _APART)
    below = max(0.0, last - _BOTTOM)
    return [placed[place] - below for place in range(len(heights))]


def _short(day: date) -> str:
    """`13 Jul`: short enough for a corner."""
    return f"{day.day} {day:%b}"
