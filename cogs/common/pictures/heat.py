"""Who beats whom: a square of win rates, each a number on a ground that is deeper the more one-sided it is."""

from collections.abc import Mapping, Sequence
from typing import Final

from cogs.common.pictures.letters import fitting_all
from cogs.common.pictures.paint import PAINTS, WIDTH, Paint, Theme, element, svg, text

_TOP: Final = 58
_LEFT: Final = 300
_NAME: Final = 52
_MOST: Final = 78
"""Pixels of the largest cell."""
_GAP: Final = 3


def heat_map(names: Sequence[str], rates: Mapping[tuple[int, int], float], theme: Theme) -> str:
    """The SVG, 800 pixels wide. `rates[i, j]` is how often model i wins against j, by their places in `names`.

    Raises:
        ValueError: there are no models.
    """
    if not names:
        raise ValueError("a square needs a side")
    paint = PAINTS[theme]
    cell = min(_MOST, (WIDTH - _LEFT - 20) / len(names))
    shown = fitting_all(tuple(names), _LEFT - _NAME - 14, 27)
    parts: list[str] = []
    for row, name in enumerate(shown):
        middle = _TOP + cell * row + cell / 2
        head = _LEFT + cell * row + cell / 2
        parts.append(text(head, _TOP - 16, str(row + 1), paint.quiet, size=26, anchor="middle"))
        parts.append(text(_NAME - 12, middle + 10, str(row + 1), paint.quiet, size=26, anchor="end"))
        parts.append(text(_NAME, middle + 10, name, paint.text, size=27))
        for column in range(len(names)):
            rate = rates.get((row, column))
            parts += _cell((_LEFT + cell * column, middle - cell / 2), cell, rate, paint)
    return svg(_TOP + cell * len(names) + 24, paint, parts)


def _cell(corner: tuple[float, float], size: float, rate: float | None, paint: Paint) -> list[str]:
    """One meeting; an empty cell where the two never met."""
    x, y = corner
    side, letters = size - _GAP, min(28.0, size * 0.52)
    if rate is None:
        return [element("rect", x=x, y=y, width=side, height=side, rx=4, fill="none", stroke=paint.grid)]
    box = element("rect", x=x, y=y, width=side, height=side, rx=4, fill=_shade(rate, paint))
    foot, said = y + side / 2 + letters * 0.36, f"{rate * 100:.0f}"
    return [box, text(x + side / 2, foot, said, paint.text, size=letters, anchor="middle")]


def _shade(rate: float, paint: Paint) -> str:
    """Between even and the nearer end; beyond 80 % to one side nothing is deeper."""
    end = paint.better if rate >= 0.5 else paint.worse  # noqa: PLR2004 - the half
    share = min(1.0, abs(rate - 0.5) / 0.3)
    mixed = (round(even + (other - even) * share) for even, other in zip(paint.even, end, strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)
