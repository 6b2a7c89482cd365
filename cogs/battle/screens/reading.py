"""Screen 3: a whole answer, or the whole question, page by page. Private."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from discord import ButtonStyle, ui

from cogs.battle.custom_ids import Question, Read, Side
from cogs.battle.screens.parts import EMPTY_QUESTION, answer_of, known, pages_of, question_of, vote_row
from cogs.common.look import INDIGO, TEAL, Part, button, card, row, rule, small, words
from cogs.common.reports import report_button
from cogs.common.text import counted, fair_previews, formatted_pages, shown_names
from cogs.common.text import words as count_words
from community.battles.sides import Citation, Citations
from community.battles.values import Answers, Battle, State
from community.reports import About, Subject

NO_CITATIONS: Final = Citations()
MAX_CITATIONS: Final = 5
"""A page of an answer has 2,000 characters, and the addresses below it fit beside that."""
_ADDRESS: Final = re.compile(r"https?://[^\s<>]{1,200}")


def reading(battle: Battle, read: Read, citations: Citations = NO_CITATIONS) -> ui.LayoutView:
    """A page of an answer. A page beyond the last is the last; below it stands what the answer leans on.

    The vote is offered only once this reader has had both answers: opened to the last page, or whole in the channel.
    """
    pages = _pages(battle, read.side, plain=read.plain)
    read = _arrived(read, len(pages))
    votes = battle.state is State.VOTING and (read.seen | _shown_whole(known(battle.answers))) == set(Side)
    number = sum(count_words(answer_of(exchange.answers, read.side)) for exchange in battle.conversation)
    return card(
        TEAL if battle.state.final else INDIGO,
        words(_place(read.page, len(pages), *([counted(number, "word")] if number else [])), _title(battle, read.side)),
        rule(),
        words(pages[read.page]),
        rule(),
        *_paging(read.page, len(pages), lambda page: replace(read, page=page).encode(), blue=not votes),
        *_leaning_on(citations.a if read.side is Side.A else citations.b),
        _ways(battle, read, len(pages), votes=votes),
        *([vote_row(battle.id)] if votes else []),
    )


def _leaning_on(pages: Sequence[Citation]) -> Sequence[Part]:
    """The pages that a model found, by address: a title is a stranger's text and says less."""
    shown = [page.url for page in pages if _ADDRESS.fullmatch(page.url)][:MAX_CITATIONS]
    if not shown:
        return ()
    return (words(small("It leans on"), *(small(f"{place}. <{url}>") for place, url in enumerate(shown, 1))),)


def _title(battle: Battle, side: Side) -> str:
    """Whose answer it is stands there once that is out."""
    names = battle.names
    if battle.state is not State.REVEALED or names is None:
        return f"### Answer {side}"
    return f"### Answer {side}, by {dict(zip(Side, shown_names([names.a, names.b]), strict=True))[side]}"


def question(battle: Battle, page: int) -> ui.LayoutView:
    """A page of the whole question. A page beyond the last is the last."""
    pages = formatted_pages(question_of(battle)) or (EMPTY_QUESTION,)
    page = min(page, len(pages) - 1)
    paging = _paging(page, len(pages), lambda to: Question(battle.id, to).encode(), blue=True)
    return card(
        TEAL if battle.state.final else INDIGO,
        words(_place(page, len(pages)), "### The question"),
        rule(),
        words(pages[page]),
        *([rule(), *paging] if paging else []),
    )


def _pages(battle: Battle, side: Side, *, plain: bool) -> tuple[str, ...]:
    return tuple(chain.from_iterable(pages_of(battle, side, plain=plain)))


def _arrived(read: Read, pages: int) -> Read:
    """The reader on an existing page, which they have seen."""
    page = min(read.page, pages - 1)
    seen = read.seen | {read.side} if page == pages - 1 else read.seen
    return replace(read, page=page, seen=seen)


def _shown_whole(answers: Answers) -> set[Side]:
    previews = fair_previews(answers.a, answers.b)
    return {side for side, preview in zip(Side, previews, strict=True) if preview.whole}


def _place(page: int, pages: int, *more: str) -> str:
    return small(f"Page {page + 1} of {pages}", *more)


def _paging(page: int, pages: int, to: Callable[[int], str], *, blue: bool) -> Sequence[Part]:
    """[Previous] and [Next], only where there are pages. The one that leads nowhere carries the page itself."""
    if pages == 1:
        return ()
    first, last = page == 0, page == pages - 1
    style = ButtonStyle.primary if blue and not last else ButtonStyle.secondary
    return (
        row(
            button("Previous", to(page if first else page - 1), disabled=first),
            button("Next", to(page if last else page + 1), style=style, disabled=last),
        ),
    )


def _ways(battle: Battle, read: Read, pages: int, *, votes: bool) -> Part:
    """To the other answer, and to the other look of this one at about the same place."""
    other = read.side.other
    toggled = read.page * len(_pages(battle, read.side, plain=not read.plain)) // pages
    onward = not votes and read.page == pages - 1 and other not in read.seen
    return row(
        button(
            f"Read {other}",
            replace(read, side=other, page=0).encode(),
            style=ButtonStyle.primary if onward else ButtonStyle.secondary,
        ),
        button("Formatted" if read.plain else "Plain text", replace(read, page=toggled, plain=not read.plain).encode()),
        report_button(About(Subject.BATTLE, battle.id)),
    )
