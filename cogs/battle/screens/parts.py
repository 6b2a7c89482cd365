"""What several screens of a battle share."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from discord import ButtonStyle, ui

from arena.wire import Winner
from cogs.battle.custom_ids import Read, Side, Vote
from cogs.battle.menu_ids import Void
from cogs.common.look import button, by, row, small, way_to, words
from cogs.common.text import (
    Preview,
    Room,
    asked_pages,
    counted,
    formatted_pages,
    plain_pages,
    quoted,
    relative,
    tally_chart,
)
from cogs.common.text import words as count_words
from community.battles.tally import Tally
from community.battles.values import Answers, Battle, BattleId, Place, Turn

OPEN_PROMPT: Final = Room(500, 6)
CLOSED_PROMPT: Final = Room(300, 4)
"""How much of the prompt is quoted before and after the vote."""

EMPTY_ANSWER: Final = "*This answer is empty.*"
EMPTY_QUESTION: Final = "*Nothing that can be shown.*"

CHOICES: Final = {Winner.A: "A", Winner.B: "B", Winner.TIE: "Tie", Winner.BOTH_BAD: "Both bad"}
"""What a ballot is called."""
_PAIR: Final = frozenset({Winner.A, Winner.B})

Value = TypeVar("Value")


def known(value: Value | None) -> Value:
    """A value that the battle's state promises.

    Raises:
        ValueError: the battle breaks that promise.
    """
    if value is None:
        raise ValueError("the battle lacks a value that its state promises")
    return value


def header(battle: Battle, heading: str, room: Room) -> ui.TextDisplay[Any]:
    """The eyebrow, the heading with its marks, and the quoted prompt."""
    closed = [f"closed {relative(battle.closed_at)}"] if battle.closed_at else []
    return words(
        small("Blind battle", by(battle.starter_id), *_turn(battle), *closed),
        heading,
        quoted(question_of(battle), room).text,
    )


def question_of(battle: Battle) -> str:
    """The question that the battle's message quotes: the latest that belongs there."""
    turn = _here(battle)
    return battle.prompt if turn is None else turn.prompt


def shown_answers(battle: Battle) -> Answers:
    """The answers that the battle's message shows: the latest that belong there, others may be in a thread."""
    turn = _here(battle)
    return known(battle.answers if turn is None else turn.answers)


def _here(battle: Battle) -> Turn | None:
    if battle.pending is not None and battle.pending.blind:
        return battle.pending
    here = [turn for turn in battle.turns if turn.blind and turn.answers is not None and turn.place is Place.BATTLE]
    return here[-1] if here else None


def _turn(battle: Battle) -> tuple[str, ...]:
    if (latest := battle.latest) is None or latest.number == 1:
        return ()
    turn = _here(battle) or latest
    return (f"turn {turn.number}",) if turn == latest else (f"turn {turn.number} of {latest.number}",)


def answer_of(answers: Answers, side: Side) -> str:
    """One of the two answers."""
    return answers.a if side is Side.A else answers.b


def extent(preview: Preview, answer: str) -> str:
    """How much of an answer stands above, in small print."""
    number = count_words(answer)
    if not number:
        return small("The whole answer" if preview.whole else "The first part")
    if preview.whole and number == 1:
        return small("1 word, the whole answer")
    return small(f"{'All' if preview.whole else 'First part of'} {counted(number, 'word')}")


def vote_row(
    battle: BattleId,
    *more: ui.Button[Any],
    choices: Iterable[Winner] = tuple(CHOICES),
    pair: ButtonStyle = ButtonStyle.primary,
    disabled: bool = False,
) -> ui.ActionRow[Any]:
    """The buttons to vote with, A and B always of one style, and any others after them."""
    return row(
        *(
            button(
                f"Vote {label}" if choice in _PAIR else label,
                Vote(battle, choice).encode(),
                style=pair if choice in _PAIR else ButtonStyle.secondary,
                disabled=disabled,
            )
            for choice, label in CHOICES.items()
            if choice in choices
        ),
        *more,
    )


def link(battle: Battle) -> ui.Button[Any]:
    """[See the battle]: to its message, which must be known."""
    return way_to("See the battle", battle.guild_id, known(battle.message))


def void_button(battle_id: str) -> ui.Button[Any]:
    """[Void], for moderators."""
    return button("Void", Void(BattleId(battle_id)).encode())


def read_button(battle: Battle, side: Side, *, turn: Turn | None = None, disabled: bool = False) -> ui.Button[Any]:
    """Opens a side's answers at the turn, or at the one that the battle's message shows."""
    page = first_page(battle, side, turn or _here(battle))
    return button(f"Read {side}", Read(battle=battle.id, side=side, page=page).encode(), disabled=disabled)


def pages_of(battle: Battle, side: Side, *, plain: bool) -> list[tuple[str, ...]]:
    """All that the side has answered, turn by turn, each on a new page. One answer alone stands without a title."""
    answered = [(turn, answer_of(turn.answers, side)) for turn in battle.turns if turn.answers is not None]
    if len(answered) <= 1:
        answer = answer_of(known(battle.answers or (answered[0][0].answers if answered else None)), side)
        return [(plain_pages(answer) if plain else formatted_pages(answer)) or (EMPTY_ANSWER,)]
    return [
        asked_pages(_title(turn), turn.prompt, answer if answer.strip() else EMPTY_ANSWER, plain=plain)
        for turn, answer in answered
    ]


def first_page(battle: Battle, side: Side, turn: Turn | None) -> int:
    """Where a turn's answer, or the latest one before it, begins among the formatted pages."""
    answered = [one for one in battle.turns if one.answers is not None and (turn is None or one.number <= turn.number)]
    return sum(map(len, pages_of(battle, side, plain=False)[: len(answered) - 1])) if answered else 0


def _title(turn: Turn) -> str:
    return f"Turn {turn.number}" if turn.blind else f"Turn {turn.number} · not blind, not ranked"


def counted_ballots(tally: Tally) -> ui.TextDisplay[Any]:
    """How many voted, and for what."""
    chart = tally_chart({CHOICES[choice]: count for choice, count in tally.counts.items()})
    return words(f"**{counted(tally.total, 'ballot')}**", chart)
