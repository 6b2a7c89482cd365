"""What several screens of a battle share."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from discord import ButtonStyle, ui

from arena.wire import Winner
from cogs.battle.custom_ids import Read, Side, Vote
from cogs.common.look import button, row, small, words
from cogs.common.text import Preview, Room, counted, quoted, relative, tally_chart
from cogs.common.text import words as count_words
from community.battles.tally import Tally
from community.battles.values import Answers, Battle, BattleId

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
        small("Blind battle", f"by <@{battle.starter_id}>", *closed),
        heading,
        quoted(battle.prompt, room).text,
    )


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
    place = known(battle.message)
    url = f"https://discord.com/channels/{battle.guild_id}/{place.channel_id}/{place.message_id}"
    return ui.Button(label="See the battle", url=url)


def read_button(battle: BattleId, side: Side, *, disabled: bool = False) -> ui.Button[Any]:
    """Opens an answer at its first page."""
    return button(f"Read {side}", Read(battle=battle, side=side).encode(), disabled=disabled)


def counted_ballots(tally: Tally) -> ui.TextDisplay[Any]:
    """How many voted, and for what."""
    chart = tally_chart({CHOICES[choice]: count for choice, count in tally.counts.items()})
    return words(f"**{counted(tally.total, 'ballot')}**", chart)
