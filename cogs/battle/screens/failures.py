"""Screen 11, in place of the battle: what failed, what it cost, what to do."""

from typing import Any, Final

from discord import ButtonStyle, ui

from arena.wire import Modality
from cogs.battle.custom_ids import Again, Question
from cogs.battle.screens.images import Gallery, pictures
from cogs.battle.screens.outcome import read_row
from cogs.battle.screens.parts import CLOSED_PROMPT, counted_ballots, header, known, question_of
from cogs.common.look import RED, Part, button, card, row, rule, support_line, words
from cogs.common.text import preview
from community.battles.values import Battle, Failure

_FREE: Final = "Nothing was used up."
_NOBODY_KNOWS: Final = "We cannot know whether this battle was used up, so it counts."

_TOLD: Final = "Whoever runs this bot is told of it."

_SAID: Final = {
    Failure.NO_ANSWER: ("No answer came", f"The service that runs the models did not answer. {_FREE}"),
    Failure.KEY_REFUSED: (
        "The bot may not do this",
        f"The service does not allow it. {_TOLD} {_FREE}",
    ),
    Failure.SOURCE_QUOTA: (
        "The bot is out of battles",
        f"All servers share them, and none are left for now. {_FREE}",
    ),
    Failure.ODD_REPLY: ("Something unexpected came back", _NOBODY_KNOWS),
    Failure.UNKNOWN: (
        "No clear answer came",
        f"Your question was sent, and then nothing clear came back. {_NOBODY_KNOWS}",
    ),
    Failure.UNFINISHED: ("No answer came", "One model never finished. This battle had begun, so it counts."),
    Failure.NAMES_WITHHELD: (
        "No names this time",
        "Your ballots are counted, but the service that runs the models will not tell the names.",
    ),
}
_KEY_REFUSED_LATER: Final = (
    "The bot may not do this any more",
    f"The service stopped taking the bot's key. {_TOLD} This battle had begun, so it counts.",
)
_NO_PICTURES: Final = (
    "There are no two pictures",
    "One of the two never came, or cannot be shown. This battle had begun, so it counts.",
)
_WORTH_ANOTHER_TRY: Final = frozenset({Failure.NO_ANSWER, Failure.ODD_REPLY, Failure.UNKNOWN, Failure.UNFINISHED})


def failure(battle: Battle, gallery: Gallery | None = None) -> ui.LayoutView:
    """A battle that failed, in the place where it was shown."""
    why = known(battle.failure)
    heading, text = _said(battle, why)
    parts: list[Part] = [header(battle, f"### {heading}", CLOSED_PROMPT), *pictures(gallery), rule()]
    if battle.tally is not None:
        parts.append(counted_ballots(battle.tally))
    parts.append(words(text, support_line(battle.support_code)))
    if buttons := _ways_on(battle, why):
        parts.append(row(*buttons))
    if battle.answers is not None:
        parts.extend(read_row(battle))
    return card(RED, *parts)


def _said(battle: Battle, why: Failure) -> tuple[str, str]:
    if why is Failure.KEY_REFUSED and battle.upstream_id is not None:
        return _KEY_REFUSED_LATER
    if why is Failure.UNFINISHED and battle.modality is Modality.IMAGE:
        return _NO_PICTURES
    return _SAID[why]


def _ways_on(battle: Battle, why: Failure) -> list[ui.Button[Any]]:
    buttons = []
    if why in _WORTH_ANOTHER_TRY:
        buttons.append(button("Try again", Again(battle.id).encode(), style=ButtonStyle.primary))
    if not preview(question_of(battle), CLOSED_PROMPT).whole:
        buttons.append(button("Read the whole question", Question(battle.id).encode()))
    return buttons
