"""Ratings as dots with their 95 % ranges, one line a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cogs.common.pictures.letters import fitting_all
from cogs.common.pictures.paint import LETTERS, PAINTS, Theme, element, svg, text
from cogs.common.pictures.scales import Scale

_ROW: Final = 52
_TOP: Final = 20
_FOOT: Final = 70
_RANK_END: Final = 56
_NAME: Final = 72
_PLOT: Final = (408, 752)
_CENTRE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One model. `lower` and `upper` are None where the source tells no interval."""

    rank: int
    name: str
    rating: float
    lower: float | None = None
    upper: float | None = None


def dots(models: Sequence[Dot], theme: Theme) -> str:
    """The SVG, 800 pixels wide; with ten models 610 high.

    Raises:
        ValueError: there are no models.
    """
    paint = PAINTS[theme]
    height = _TOP + _ROW * len(models) + _FOOT
    ends = [end for dot in models for end in (dot.rating, dot.lower, dot.upper) if end is not None]
    scale = Scale.over(ends, *_PLOT)
    bottom = _TOP + _ROW * len(models)
    parts: list[str] = []
    for tick in scale.ticks():
        line = paint.middle if tick == _CENTRE else paint.grid
        parts.append(_upright(scale.at(tick), _TOP, bottom, line))
        parts.append(text(scale.at(tick), bottom + 44, f"{tick:,}", paint.quiet, size=26, anchor="middle"))
    names = fitting_all(tuple(dot.name for dot in models), _PLOT[0] - _NAME - 16, LETTERS)
    for place, (dot, name) in enumerate(zip(models, names, strict=True)):
        middle = _TOP + _ROW * place + _ROW / 2
        parts.append(text(_RANK_END, middle + 11, str(dot.rank), paint.quiet, anchor="end"))
        parts.append(text(_NAME, middle + 11, name, paint.text))
        if dot.lower is not None and dot.upper is not None:
            parts.append(
                element(
                    "line",
                    x1=scale.at(dot.lower),
                    y1=middle,
                    x2=scale.at(dot.upper),
                    y2=middle,
                    stroke=paint.range,
                    stroke_width=7,
                    stroke_linecap="round",
                )
            )
        parts.append(element("circle", cx=scale.at(dot.rating), cy=middle, r=11, fill=paint.dot))
    return svg(height, paint, parts)


def _upright(x: float, top: float, bottom: float, stroke: str) -> str:
    return element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=stroke, stroke_width=2)
