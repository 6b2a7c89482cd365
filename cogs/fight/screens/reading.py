"""Reading what was said, by fighter and round. Private."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ButtonStyle, ui

from arena.wire.concurred import Citation
from cogs.common.look import CORAL, TEAL, Part, button, card, row, rule, small, words
from cogs.common.reports import report_button
from cogs.common.text import counted, formatted_pages, plain_line
from cogs.common.text import words as count_words
from cogs.fight.custom_ids import Read, WhichRound, WhoseAnswer
from cogs.fight.screens.parts import EMPTY_ANSWER, Cast
from community.fights import Fight, FightId, FightState
from community.reports import About, Subject

_NOTHING = "*Nothing was said here.*"


def latest(fight_id: FightId, state: FightState) -> Read:
    """Where reading begins: at the newest answer."""
    if state.latest is None:
        return Read(fight=fight_id, seat=0, round=1)
    return Read(fight=fight_id, seat=state.agents.index(state.latest.agent), round=state.latest.round)


def reading(fight: Fight, state: FightState, read: Read) -> ui.LayoutView:
    """A page of what a fighter said in a round. A page beyond the last is the last; so are a seat and a round."""
    if not state.agents:
        return card(CORAL, words("### Nothing yet", "The first answer is still to come."))
    cast = Cast.of(fight, state)
    rounds = max(state.round, 1)
    seat, number = min(read.seat, len(state.agents) - 1), min(max(read.round, 1), rounds)
    agent = state.agents[seat]
    answer = state.answer(agent, number)
    text = "" if answer is None else cast.said(answer)
    pages = formatted_pages(text + _sources([] if answer is None or cast.hidden else answer.citations))
    pages = pages or (_NOTHING if answer is None else EMPTY_ANSWER,)
    page = min(read.page, len(pages) - 1)
    here = Read(fight=fight.id, seat=seat, round=number, page=page)
    return card(
        CORAL if fight.status.live else TEAL,
        words(
            small(f"Page {page + 1} of {len(pages)}", counted(count_words(text), "word")),
            f"### {cast.names[agent]}, round {number}",
        ),
        rule(),
        words(pages[page]),
        rule(),
        *_paging(here, len(pages)),
        _fighters(here, state, cast),
        *([_rounds(here, rounds)] if rounds > 1 else []),
        row(report_button(About(Subject.FIGHT, fight.id))),
    )


def _sources(citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    lines = (
        f"- {plain_line(citation.title)}: {citation.url}" if citation.title else f"- {citation.url}"
        for citation in citations
    )
    return "\n\n**Sources**\n" + "\n".join(lines)


def _paging(here: Read, pages: int) -> Sequence[Part]:
    if pages == 1:
        return ()
    first, last = here.page == 0, here.page == pages - 1

    def to(page: int) -> str:
        return Read(fight=here.fight, seat=here.seat, round=here.round, page=page).encode()

    return (
        row(
            button("Previous", to(here.page if first else here.page - 1), disabled=first),
            button(
                "Next",
                to(here.page if last else here.page + 1),
                style=ButtonStyle.secondary if last else ButtonStyle.primary,
                disabled=last,
            ),
        ),
    )


def _fighters(here: Read, state: FightState, cast: Cast) -> ui.ActionRow[Any]:
    options = [
        discord.SelectOption(
            label=cast.plain[agent],
            value=str(seat),
            description=None if state.answer(agent, here.round) else "said nothing in this round",
            default=seat == here.seat,
        )
        for seat, agent in enumerate(state.agents)
    ]
    custom_id = WhoseAnswer(here.fight, here.round).encode()
    return ui.ActionRow(ui.Select(custom_id=custom_id, placeholder="Whose answer", options=options))


def _rounds(here: Read, rounds: int) -> ui.ActionRow[Any]:
    # Discord takes 25 options, and no fight has more than ten rounds.
    first = max(1, rounds - 24)
    options = [
        discord.SelectOption(label=f"Round {number}", value=str(number), default=number == here.round)
        for number in range(first, rounds + 1)
    ]
    custom_id = WhichRound(here.fight, here.seat).encode()
    return ui.ActionRow(ui.Select(custom_id=custom_id, placeholder="Which round", options=options))
