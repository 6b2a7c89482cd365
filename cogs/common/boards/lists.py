"""The list of a board: two lines a model, which read well on a phone and say all that the picture draws."""

from collections.abc import Sequence
from typing import Final

from arena.ratings import Standing
from cogs.common.look import small
from cogs.common.text import counted, relative, shown_names
from community.boards import GuildBoard, Posted

PAGE_ROWS: Final = 10
"""Models on a page."""
_NO_BREAK: Final = "\u00a0"
UNRATED: Final = (
    "### No ratings just now",
    "They could not be worked out from the ballots so far. No ballot is lost; the next battle that ends tries anew.",
)
"""What is said where there is no board."""
_WITHIN: Final = "Within ±, scores hold for 95 of 100 models. More votes narrow it."


def pages_of(board: GuildBoard) -> int:
    """How many pages the list has; at least one."""
    return max(1, -(-len(board.board.standings) // PAGE_ROWS))


def board_list(board: GuildBoard, page: int = 0) -> str:
    """A page of the list, counted from 0, and what its numbers mean."""
    standings = board.board.standings
    names = shown_names([row.model for row in standings])
    width = max((len(f"{row.rating:.0f}") for row in standings), default=0)
    said_below = board.board.mostly_prior
    lines: list[str] = []
    for row, name in list(zip(standings, names, strict=True))[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]:
        chip = f"{row.rating:.0f}".rjust(width, _NO_BREAK)
        lines.append(f"`{chip}` **{row.rank}. {name}**")
        leans = [] if said_below or not row.mostly_prior else [_leaning(world=board.world)]
        facts = (*_facts(row), *_change(row, board.posted), *leans)
        # A narrow screen breaks the line between facts, not inside one.
        lines.append(small(*(fact.replace(" ", _NO_BREAK) for fact in facts)))
    return "\n".join([*lines, *_notes(board)])


def _facts(row: Standing) -> list[str]:
    """Interval, ranks, ballots and rates."""
    facts = [
        f"± {(row.upper - row.lower) / 2:.0f}",
        may_rank(row.best_rank, row.worst_rank),
        counted(row.votes, "ballot"),
    ]
    if row.win_rate is not None:
        facts.append(f"{row.win_rate:.0%} won")
    if row.both_bad:
        facts.append(f"{row.both_bad_rate:.0%} both bad")
    return facts


def may_rank(best: int, worst: int) -> str:
    """The ranks that an interval allows."""
    return f"surely rank {best}" if best == worst else f"may rank {best}–{worst}"  # noqa: RUF001 - a range


def _change(row: Standing, posted: Posted | None) -> Sequence[str]:
    """What changed since the last post, in words: no arrow, no colour."""
    if posted is None:
        return ()
    before = posted.placings.get(row.model)
    if before is None:
        return ("new",)
    if before.rank == row.rank:
        return ("same place",)
    return (f"up {before.rank - row.rank}",) if before.rank > row.rank else (f"down {row.rank - before.rank}",)


def _notes(board: GuildBoard) -> list[str]:
    notes = [small(_WITHIN)]
    if board.behind:
        notes.append(small("The latest battles could not be rated yet and are not in here. No ballot is lost."))
    if board.posted is not None:
        notes.append(small(f"Places compared with the last post, {relative(board.posted.at)}."))
    if board.board.mostly_prior:
        guess = "the world board" if board.world else "the guess that all models are alike"
        notes.append(small(f"Few battles yet: scores still lean on {guess}."))
    return notes


def _leaning(*, world: bool) -> str:
    return "mostly the world's score so far" if world else "mostly a first guess so far"
