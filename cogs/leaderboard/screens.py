"""Screen 9: boards of this server's ballots, as functions of values."""

from typing import Any, Final

from discord import SelectOption, ui

from arena.wire import Category
from cogs.common.boards import CATEGORIES, PERIODS, board_list, eyebrow, heading, pages_of
from cogs.common.look import TEAL, Part, button, card, row, small, words
from cogs.leaderboard.custom_ids import Look, Scope
from community.boards import GuildBoard, Period

ALL: Final = "all"
"""The select's value for every category."""


def board_page(board: GuildBoard, look: Look, *, server: str) -> ui.LayoutView:
    """A page of a board with its filters and buttons."""
    top = words(small(*eyebrow(board)), f"## {_title(look, server)}")
    pages = pages_of(board)
    said = words(board_list(board, look.page)) if board.board.standings else words(*_nothing(look))
    return card(TEAL, top, said, *_filters(look), _buttons(look, pages=pages))


def _title(look: Look, server: str) -> str:
    return f"{heading(server)} leaderboard" if look.scope is Scope.SERVER else f"Your board on {heading(server)}"


def _nothing(look: Look) -> list[str]:
    filters = look.filters
    if filters.category is None and filters.period is Period.ALWAYS:
        if look.scope is Scope.ME:
            return ["You have no counted ballots yet. Vote in a battle: your board begins once it is revealed."]
        return ["No ballots yet. The first battle starts this board.", small("Start it with /battle start")]
    where = f" in {CATEGORIES[filters.category].lower()}" if filters.category else ""
    when = f" in the {PERIODS[filters.period]}" if filters.period is not Period.ALWAYS else ""
    return [f"No ballots{where}{when}."]


def _filters(look: Look) -> list[Part]:
    period: ui.Select[Any] = ui.Select(
        custom_id=look.encode("period"),
        placeholder=f"Time: {PERIODS[look.filters.period]}",
        options=[
            SelectOption(label=f"Time: {name}", value=chosen, default=chosen is look.filters.period)
            for chosen, name in PERIODS.items()
        ],
    )
    if look.scope is Scope.ME:
        return [ui.ActionRow(period)]
    names: dict[Category | None, str] = {None: "all", **{one: name.lower() for one, name in CATEGORIES.items()}}
    category: ui.Select[Any] = ui.Select(
        custom_id=look.encode("category"),
        placeholder=f"Category: {names[look.filters.category]}",
        options=[
            SelectOption(label=f"Category: {name}", value=chosen or ALL, default=chosen is look.filters.category)
            for chosen, name in names.items()
        ],
    )
    return [ui.ActionRow(category), ui.ActionRow(period)]


def _buttons(look: Look, *, pages: int) -> Part:
    turns = [
        button("Previous", look.encode("previous"), disabled=look.page == 0),
        button("Next", look.encode("next"), disabled=look.page + 1 >= pages),
    ]
    return row(*(turns if pages > 1 else []), button(*_other(look)))


def _other(look: Look) -> tuple[str, str]:
    return ("My board", look.encode("me")) if look.scope is Scope.SERVER else ("Server board", look.encode("server"))
