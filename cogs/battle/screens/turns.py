"""A turn in a message of its own: in the battle's thread, or after the reveal, when it is neither blind nor ranked."""

from discord import ui

from cogs.battle.custom_ids import More, Side
from cogs.battle.screens.parts import OPEN_PROMPT, answer_of, known, read_button, vote_row
from cogs.battle.screens.voting import answer_parts
from cogs.common.look import INDIGO, RED, SLATE, TEAL, Part, button, by, card, rule, small, words
from cogs.common.text import fair_previews, quoted, relative, shown_names
from community.battles.turns import Phase, phase
from community.battles.values import Battle, Turn, TurnFailure


def turn_message(battle: Battle, turn: Turn) -> ui.LayoutView:
    """The turn in the phase that it is in."""
    match phase(battle, turn):
        case Phase.WRITING:
            text = "Both answers will appear here at the same moment."
            started = small(f"Started {relative(turn.asked_at)}")
            return card(SLATE, _header(turn, "### Two models are writing"), rule(), words(text, started))
        case Phase.FAILED:
            return card(RED, _header(turn, "### This follow-up has no answers"), rule(), words(_why(battle, turn)))
        case Phase.OPEN:
            vote = (
                rule(),
                words(f"**One vote on the whole conversation** · closes {relative(known(battle.closes_at))}"),
                vote_row(battle.id, button("More", More(battle.id).encode())),
            )
            return card(INDIGO, _header(turn, "### Which answers are better?"), *_answers(battle, turn), *vote)
        case Phase.READY:
            return card(TEAL, _header(turn, "### Both models have answered"), *_answers(battle, turn))


def _why(battle: Battle, turn: Turn) -> str:
    if turn.blind and battle.void is not None:
        return "A moderator voided the battle."
    unfinished = turn.failure is TurnFailure.UNFINISHED
    why = "One model never finished." if unfinished else "The service that runs the models did not take it."
    return f"{why} Nothing was used up, and all else stands."


def _header(turn: Turn, heading: str) -> Part:
    mark = "Blind battle" if turn.blind else "Follow-up · not blind, not ranked"
    eyebrow = small(mark, f"turn {turn.number}", f"asked {by(turn.asked_by)}")
    return words(eyebrow, heading, quoted(turn.prompt, OPEN_PROMPT).text)


def _answers(battle: Battle, turn: Turn) -> list[Part]:
    answers = known(turn.answers)
    previews = fair_previews(answers.a, answers.b)
    titles = {side: f"Answer {side}" for side in Side}
    if not turn.blind and battle.names is not None:
        names = shown_names([battle.names.a, battle.names.b])
        titles = {side: f"Answer {side}, by {name}" for side, name in zip(Side, names, strict=True)}
    return [
        part
        for side, preview in zip(Side, previews, strict=True)
        for part in answer_parts(titles[side], answer_of(answers, side), preview, read_button(battle, side, turn=turn))
    ]
