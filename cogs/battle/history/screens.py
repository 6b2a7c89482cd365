"""The pages of a history. An open battle shows neither names nor numbers but how many have voted."""

from typing import Any, Final

from discord import ui

from arena.wire import Winner
from cogs.battle.history.ids import TurnTo
from cogs.battle.screens.parts import known, link
from cogs.common.look import SLATE, TEAL, Part, beside, button, card, row, rule, small, words
from cogs.common.text import Room, counted, plain_line, quoted, relative, shown_names
from community.battles.values import Battle, State
from community.history import HistoryPage

_PROMPT: Final = Room(120, 2)
_UNNAMED: Final = {
    State.CREATING: "Two models are writing",
    State.ANSWERING: "Two models are writing",
    State.VOTING: "Open to vote",
    State.CLOSING: "Voting has closed",
    State.UNREVEALED: "No ballots, no names",
    State.FAILED: "Failed",
}


def history(page: HistoryPage, to: TurnTo, *, model: str | None) -> ui.LayoutView:
    """A page; `model` is the one that stood in all of them, if they were asked for by model."""
    whose = "Your battles" if to.mine else "Battles on this server"
    heading = whose if model is None else f"{whose} with {shown_names([model])[0]}"
    if not page.battles:
        return card(SLATE, words(f"### {heading}", "None, or none on this page."), *_paging(page, to))
    entries: list[Part] = []
    for battle in page.battles:
        entries += [rule(), _entry(battle)]
    return card(
        TEAL,
        words(f"### {heading}", small(f"Page {page.number + 1}", "newest first")),
        *entries,
        *_paging(page, to),
    )


def model_unknown(typed: str) -> ui.LayoutView:
    """A name that came out in no battle that the reader can see."""
    named = f" “{plain_line(typed)}”" if typed else ""
    return card(
        SLATE,
        words(
            "### No such model here",
            f"No battle that you can see here has shown the name{named}. Choose from the list.",
        ),
    )


def _entry(battle: Battle) -> Part:
    text = "\n".join((f"**{_outcome(battle)}**", quoted(battle.prompt, _PROMPT).text, _when(battle)))
    return words(text) if battle.message is None else beside(text, link(battle))


def _outcome(battle: Battle) -> str:
    if battle.void is not None:
        return "Voided by a moderator"
    return _result(battle) if battle.state is State.REVEALED else _UNNAMED[battle.state]


def _result(battle: Battle) -> str:
    names = known(battle.names)
    a, b = shown_names([names.a, names.b])
    return {
        Winner.A: f"{a} won against {b}",
        Winner.B: f"{b} won against {a}",
        Winner.TIE: f"A tie: {a} and {b}",
        Winner.BOTH_BAD: f"Both bad: {a} and {b}",
    }[known(battle.tally).winner]


def _when(battle: Battle) -> str:
    if battle.state is State.VOTING and battle.closes_at is not None:
        return small(counted(battle.ballots, "has voted", "have voted"), f"closes {relative(battle.closes_at)}")
    tally = [counted(battle.tally.total, "ballot")] if battle.tally is not None and battle.void is None else []
    return small(*tally, relative(battle.closed_at or battle.created_at))


def _paging(page: HistoryPage, to: TurnTo) -> list[Part]:
    """[Newer] and [Older], only where there is somewhere to go."""
    ways: list[ui.Button[Any]] = []
    if page.number:
        newer = TurnTo(mine=to.mine, page=page.number - 1, sign=to.sign)
        ways.append(button("Newer", newer.encode()))
    if page.more:
        ways.append(button("Older", TurnTo(mine=to.mine, page=page.number + 1, sign=to.sign).encode()))
    return [row(*ways)] if ways else []
