"""Screen 2: both answers, and the buttons to vote with."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from arena.wire import Modality
from cogs.battle.custom_ids import More, Side
from cogs.battle.screens.images import Gallery, pictures
from cogs.battle.screens.parts import (
    EMPTY_ANSWER,
    OPEN_PROMPT,
    answer_of,
    extent,
    header,
    known,
    read_button,
    shown_answers,
    vote_row,
)
from cogs.common.look import INDIGO, Part, beside, button, card, rule, small, words
from cogs.common.text import Preview, counted, fair_previews, relative
from community.battles.values import Battle, Mode, Place, State, TurnFailure, TurnState


def voting(battle: Battle, gallery: Gallery | None = None) -> ui.LayoutView:
    """A battle that is open to vote, or, with all buttons off, one whose ballots are being counted."""
    counting = battle.state is State.CLOSING
    pictured = battle.modality is Modality.IMAGE
    which = "picture" if pictured else "answer"
    return card(
        INDIGO,
        header(battle, f"### Which {which} is better?", OPEN_PROMPT),
        *(_hung(gallery) if pictured else _both(battle, disabled=counting)),
        rule(),
        words("**Counting …**") if counting else _status(battle),
        *_elsewhere(battle),
        vote_row(battle.id, button("More", More(battle.id).encode(), disabled=counting), disabled=counting),
    )


def _hung(gallery: Gallery | None) -> Sequence[Part]:
    return pictures(gallery) or [words("Both pictures are on their way.")]


def _both(battle: Battle, *, disabled: bool) -> Sequence[Part]:
    answers = shown_answers(battle)
    previews = fair_previews(answers.a, answers.b)
    return [
        part
        for side, preview in zip(Side, previews, strict=True)
        for part in _answer(battle, side, preview, disabled=disabled)
    ]


def _answer(battle: Battle, side: Side, preview: Preview, *, disabled: bool) -> tuple[Part, ...]:
    return answer_parts(
        f"Answer {side}", answer_of(shown_answers(battle), side), preview, read_button(battle, side, disabled=disabled)
    )


def answer_parts(title: str, answer: str, preview: Preview, read: ui.Button[Any]) -> tuple[Part, ...]:
    """One answer's beginning, and the way to the rest."""
    return (rule(), words(f"### {title}", preview.text or EMPTY_ANSWER), beside(extent(preview, answer), read))


def _elsewhere(battle: Battle) -> list[Part]:
    """What became of a follow-up that is not shown above."""
    latest = battle.turns[-1] if battle.turns else None
    if latest is None or not latest.blind:
        return []
    if latest.state is TurnState.FAILED:
        unfinished = latest.failure is TurnFailure.UNFINISHED
        why = "One model did not finish the follow-up" if unfinished else "The follow-up could not be asked"
        return [words(small(f"{why}, so the vote is on what stands here. Nothing was used up."))]
    if latest.place is Place.THREAD:
        return [
            words(
                small(f"The conversation goes on in the thread, up to turn {latest.number}. The vote is on all of it.")
            )
        ]
    return []


def _status(battle: Battle) -> ui.TextDisplay[Any]:
    closes = f"closes {relative(known(battle.closes_at))}"
    if battle.mode is Mode.FIRST:
        return words(
            f"**The first vote decides** · {closes}", small("It is final. Names and tally come right after it.")
        )
    if battle.ballots:
        number = counted(battle.ballots, "has voted", "have voted")
        line = f"**{number}** · {closes}"
    elif battle.extended:
        line = f"**Nobody voted in time** · extended once, {closes}"
    else:
        line = f"**Nobody has voted yet** · {closes}"
    several = battle.latest is not None and battle.latest.number > 1
    change = "One vote on the whole conversation. You can change it" if several else "You can change your vote"
    tap = "Tap a picture to see it whole. " if battle.modality is Modality.IMAGE else ""
    return words(line, small(f"{tap}{change} until then. Names and tally come at the close."))
