"""Screen 9: boards of this server's ballots, as functions of values."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from discord import SelectOption, ui

from cogs.common.beginning import begin_button
from cogs.common.boards import (
    CATEGORIES,
    PERIODS,
    UNRATED,
    board_list,
    eyebrow,
    heading,
    in_a_sentence,
    pages_of,
    pictured,
)
from cogs.common.boards.looks import Look, Scope, Show
from cogs.common.look import SLATE, TEAL, Part, Reply, button, card, row, small, words
from cogs.common.pictures import Drawn
from community.boards import GuildBoard, Period, Picture

ALL: Final = "all"
"""The select's value for every category."""
VIEWS: Final[Mapping[Show | Picture, str]] = {
    Show.NOW: "ratings",
    Show.TIME: "ratings over time",
    Picture.DARK: "dark picture",
    Picture.LIGHT: "light picture",
    Picture.NONE: "no picture",
}


def board_page(
    board: GuildBoard,
    look: Look,
    *,
    server: str,
    drawn: Drawn | None = None,
    several: bool = False,
    to_all: bool = False,
) -> Reply:
    """A page of a board with its picture, filters and buttons.

    `several` says whether the server has boards of other sources too, `to_all` whether the whole channel sees it.
    """
    source = [heading(board.filters.source)] if several else []
    top = words(small(*source, *eyebrow(board)), f"## {_title(look, server)}")
    if not board.board.standings:
        return Reply(card(TEAL, top, words(*_nothing(look)), *_selects(look), _beside_nothing(look)))
    picture, file = pictured(drawn)
    said = words(board_list(board, look.page))
    return Reply(card(TEAL, top, *picture, said, *_selects(look), _buttons(board, look, to_all=to_all)), file)


def unrated() -> ui.LayoutView:
    """There is no board to show: its ratings cannot be told."""
    return card(SLATE, words(*UNRATED))


def _title(look: Look, server: str) -> str:
    return f"{heading(server)} leaderboard" if look.scope is Scope.SERVER else f"Your board on {heading(server)}"


def _nothing(look: Look) -> list[str]:
    filters = look.filters
    if filters.category is None and filters.period is Period.ALWAYS:
        if look.scope is Scope.ME:
            return ["None of your ballots count yet. Vote in a battle: your board begins when its names come out."]
        return ["No ballots yet. The first battle starts this board."]
    where = f" in {in_a_sentence(CATEGORIES[filters.category])}" if filters.category else ""
    when = f" in the {PERIODS[filters.period]}" if filters.period is not Period.ALWAYS else ""
    return [f"No ballots{where}{when}."]


def _selects(look: Look) -> list[Part]:
    """The filters that make sense here, each naming its choice."""
    names: dict[str, str] = {ALL: "all", **{one: in_a_sentence(name) for one, name in CATEGORIES.items()}}
    category = _select(look, "category", "Category", names, look.filters.category or ALL)
    period = _select(look, "period", "Time", PERIODS, look.filters.period)
    if look.scope is Scope.ME:
        return [period]
    return [category, period, _views(look)]


def _select(look: Look, action: str, title: str, names: Mapping[Any, str], chosen: str) -> Part:
    options = [
        SelectOption(label=f"{title}: {name}", value=str(value), default=value == chosen)
        for value, name in names.items()
    ]
    select: ui.Select[Any] = ui.Select(
        custom_id=look.encode(action), placeholder=f"{title}: {names[chosen]}", options=options
    )
    return ui.ActionRow(select)


def _views(look: Look) -> Part:
    """What is shown, and how it is drawn: only what is not so already is offered."""
    options = [
        SelectOption(label=f"Show {name}", value=value)
        for value, name in VIEWS.items()
        if value not in {look.show, look.picture}
    ]
    shown = f"Shown: {VIEWS[look.show]}, {VIEWS[look.picture]}"
    select: ui.Select[Any] = ui.Select(custom_id=look.encode("view"), placeholder=shown, options=options)
    return ui.ActionRow(select)


def _buttons(board: GuildBoard, look: Look, *, to_all: bool) -> Part:
    pages = pages_of(board)
    turns = [
        button("Previous", look.encode("previous"), disabled=look.page == 0),
        button("Next", look.encode("next"), disabled=look.page + 1 >= pages),
    ]
    own = look.scope is Scope.ME
    other: Sequence[ui.Button[Any]] = [
        button("Server board", look.encode("server")) if own else button("My board", look.encode("me")),
        button("World board", look.encode("world")),
        *([] if own or to_all else [button("Post here", look.encode("post"))]),
    ]
    return row(*(turns if pages > 1 else []), *other)


def _beside_nothing(look: Look) -> Part:
    """Beside an empty board: how to start, and where there may be more to see."""
    own = look.scope is Scope.ME
    mine = button("Server board", look.encode("server")) if own else button("My board", look.encode("me"))
    return row(begin_button(), mine, button("World board", look.encode("world")))
