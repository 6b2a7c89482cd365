"""A board as a picture, and the same in words for those who cannot see it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import discord
from discord import ui

from arena.ratings import Standing
from cogs.common.boards.lists import PAGE_ROWS, may_rank
from cogs.common.look import Part, TextFile
from cogs.common.pictures import Dot, Drawn, Line, Theme, dots, lines
from cogs.common.text import clean
from cogs.common.text.measure import longest_prefix
from community.boards import GuildBoard, Moment

FILE: Final = "board.png"
MAX_ALT: Final = 1024
"""Discord's longest description of a picture (resources/message)."""
MOST_LINES: Final = 5


def board_picture(board: GuildBoard, page: int, theme: Theme) -> tuple[str, str]:
    """A page of ratings as SVG, and its description."""
    shown = board.board.standings[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
    models = [Dot(rank=row.rank, name=row.model, rating=row.rating, lower=row.lower, upper=row.upper) for row in shown]
    return dots(models, theme), described("Ratings as dots with their 95 percent ranges.", map(_said, shown))


def world_picture(models: Sequence[Dot], theme: Theme) -> tuple[str, str]:
    """A page of a board that a source publishes, as SVG, and its description."""
    return dots(models, theme), described("Ratings as dots.", map(_published, models))


def history_picture(board: GuildBoard, moments: Sequence[Moment], theme: Theme) -> tuple[str, str]:
    """How the ratings of the best came to be, as SVG, and its description."""
    best = [row.model for row in board.board.standings[:MOST_LINES]]
    ways = [
        Line(name=model, points=tuple((one.day, one.ratings[model]) for one in moments if model in one.ratings))
        for model in best
    ]
    said = (f"{way.name}: {way.points[0][1]:.0f} to {way.points[-1][1]:.0f}" for way in ways)
    between = f"Ratings from {moments[0].day.isoformat()} to {moments[-1].day.isoformat()} as lines."
    return lines(ways, theme), described(between, said)


def pictured(drawn: Drawn | None) -> tuple[list[Part], TextFile | None]:
    """The picture as a part of a card, and the file to send along; neither where there is none."""
    if drawn is None:
        return [], None
    shown: ui.MediaGallery[Any] = ui.MediaGallery(
        discord.MediaGalleryItem(f"attachment://{FILE}", description=drawn.alt)
    )
    return [shown], TextFile(FILE, drawn.png)


def described(first: str, said: Iterable[str]) -> str:
    """What a picture shows, in words, as long as Discord takes them."""
    words = clean(f"{first} {'; '.join(said)}.")
    fits = longest_prefix(words, MAX_ALT)
    return words if fits == len(words) else words[: longest_prefix(words, MAX_ALT - 1)] + "…"


def _published(dot: Dot) -> str:
    spread = "" if dot.lower is None or dot.upper is None else f" ± {(dot.upper - dot.lower) / 2:.0f}"
    return f"{dot.rank} {dot.name}: {dot.rating:.0f}{spread}"


def _said(row: Standing) -> str:
    ranks = may_rank(row.best_rank, row.worst_rank)
    return f"{row.rank} {row.model}: {row.rating:.0f} ± {(row.upper - row.lower) / 2:.0f}, {ranks}"
