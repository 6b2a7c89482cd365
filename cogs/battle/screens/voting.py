"""Screen 2: both answers, and the buttons to vote with."""

from typing import Any

from discord import ui

from cogs.battle.custom_ids import More, Side
from cogs.battle.screens.parts import EMPTY_ANSWER, OPEN_PROMPT, answer_of, extent, header, known, read_button, vote_row
from cogs.common.look import INDIGO, Part, beside, button, card, rule, small, words
from cogs.common.text import Preview, counted, fair_previews, relative
from community.battles.values import Battle, Mode, State


def voting(battle: Battle) -> ui.LayoutView:
    """A battle that is open to vote, or, with all buttons off, one whose ballots are being counted."""
    counting = battle.state is State.CLOSING
    answers = known(battle.answers)
    previews = fair_previews(answers.a, answers.b)
    return card(
        INDIGO,
        header(battle, "### Which answer is better?", OPEN_PROMPT),
        *_answer(battle, Side.A, previews[0], disabled=counting),
        *_answer(battle, Side.B, previews[1], disabled=counting),
        rule(),
        words("**Counting …**") if counting else _status(battle),
        vote_row(battle.id, button("More", More(battle.id).encode(), disabled=counting), disabled=counting),
    )


def _answer(battle: Battle, side: Side, preview: Preview, *, disabled: bool) -> tuple[Part, ...]:
    answer = answer_of(known(battle.answers), side)
    return (
        rule(),
        words(f"### Answer {side}", preview.text or EMPTY_ANSWER),
        beside(extent(preview, answer), read_button(battle.id, side, disabled=disabled)),
    )


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
    return words(line, small("You can change your vote until then. Names and tally come at the close."))
