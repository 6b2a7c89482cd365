"""The private pages beside the ballot."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from discord import SelectOption, ui

from cogs.battle.custom_ids import Side
from cogs.battle.menu_ids import MAX_CHUNKS, AddWords, Guessed, GuessModels, Hush, Rate, SayWhy, Tell
from cogs.battle.screens.ballot import beside_ballot
from cogs.common.look import INDIGO, SLATE, TEAL, Part, button, card, row, small, words
from cogs.common.text import Room, counted, quoted, shown_names
from community.battles.values import Battle, BattleId, State
from community.opinions.values import MAX_NAME, Guess, Rating

CHUNK: Final = 25
"""Discord's longest select (components/reference)."""
_SHOWN_WORDS: Final = Room(300, 4)


def rated(battle: Battle, rating: Rating, *, goes_on: bool) -> ui.LayoutView:
    """A rating that is kept; `goes_on` where it also goes to the source."""
    stars = "" if rating.stars is None else f": {counted(rating.stars, 'star')}"
    scores = [f"{name} {score}" for name, score in rating.scores.items() if name != "stars" and score is not None]
    lines = [", ".join(scores).capitalize() + "."] if scores else []
    if rating.words:
        lines.append(quoted(rating.words, _SHOWN_WORDS).text)
    kept = "It is kept, and other members never see whose it is."
    if goes_on:
        kept += f" Two minutes after your first rating it goes to {shown_names([battle.source])[0]}, once."
    return card(
        TEAL,
        words(f"### Your rating{stars}", *lines, small(kept)),
        row(
            button("Change it", Rate(battle.id).encode()),
            button("Change the words" if rating.words else "Add words", AddWords(battle.id).encode()),
        ),
    )


def reason_kept(battle: BattleId, *, kept: bool) -> ui.LayoutView:
    """A reason that stands with its ballot, or was taken back."""
    text = (
        ("### Kept with your ballot", "Nobody sees it before the close. After it, it can be read without your name.")
        if kept
        else ("### No reason is kept", "Your ballot stands without one.")
    )
    return card(INDIGO, words(*text), beside_ballot(battle, said=kept))


def guessing(battle: Battle, names: Sequence[str], guess: Guess) -> ui.LayoutView:
    """The page where models are guessed; it looks the same for both sides."""
    if battle.state is not State.VOTING:
        return card(SLATE, words("### Voting has closed", "Guesses are taken until then."))
    if not names:
        return card(
            SLATE,
            words("### No names to guess from", "The list of models cannot be had just now. Please try again."),
            row(button("Try again", GuessModels(battle.id).encode()), _say_why(battle.id)),
        )
    return card(
        INDIGO,
        words(
            "### Which models are they?",
            "Each choice is kept as you make it. Nobody sees guesses before the names are out, and then only how many "
            "were right. They are no part of the vote.",
        ),
        *_selects(battle.id, Side.A, names, guess.a),
        *_selects(battle.id, Side.B, names, guess.b),
        row(_say_why(battle.id)),
    )


def _say_why(battle: BattleId) -> ui.Button[Any]:
    return button("Say why", SayWhy(battle).encode())


def will_tell(battle: BattleId) -> ui.LayoutView:
    """The member will be told of the reveal."""
    return card(
        INDIGO,
        words("### You will be told", "When the names come out, the short message in this channel mentions you, once."),
        row(button("Never mind", Hush(battle).encode())),
    )


def will_not_tell(battle: BattleId) -> ui.LayoutView:
    """The member will not be told of the reveal."""
    return card(
        INDIGO,
        words("### You will not be told", "The names come out here all the same."),
        row(button("Tell me after all", Tell(battle).encode())),
    )


def _selects(battle: BattleId, side: Side, names: Sequence[str], chosen: str | None) -> Iterator[Part]:
    """As many selects as the names need, each of which sets the one guess of the side."""
    values = list(dict.fromkeys(name[:MAX_NAME] for name in names))[: CHUNK * MAX_CHUNKS]
    chunks = [values[start : start + CHUNK] for start in range(0, len(values), CHUNK)]
    yield words(f"**Answer {side}**")
    for number, chunk in enumerate(chunks):
        span = "" if len(chunks) == 1 else f", {_initial(chunk[0])} to {_initial(chunk[-1])}"
        select: ui.Select[Any] = ui.Select(
            custom_id=Guessed(battle, side, number).encode(),
            placeholder=f"Answer {side} is{span} …",
            min_values=0,
            options=[SelectOption(label=name, value=name, default=name == chosen) for name in chunk],
        )
        yield ui.ActionRow(select)


def _initial(name: str) -> str:
    return name[:3].strip()
