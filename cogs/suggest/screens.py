"""What `/suggest` shows. Private."""

from collections.abc import Sequence
from typing import Final

from discord import ui

from cogs.common.consent import OfDraft, Press, where_it_goes
from cogs.common.look import INDIGO, SLATE, beside, button, card, rule, small, words
from cogs.common.quotas import left_line
from cogs.common.text import Room, quoted
from community.consent import Draft
from community.quotas import Left

_PROMPT: Final = Room(300, 4)


def suggestions(drafts: Sequence[Draft], left: Sequence[Left]) -> ui.LayoutView:
    """Each with a button of its own, and below what is left and where they go."""
    return card(
        INDIGO,
        words("### Questions to begin with", small("Two models answer without their names, and everybody votes.")),
        rule(),
        *(
            beside(quoted(draft.prompt, _PROMPT).text, button("Start", OfDraft(Press.START, draft.id).encode()))
            for draft in drafts
        ),
        rule(),
        words(small(where_it_goes(drafts[0].sent)), left_line(left)),
    )


def nothing() -> ui.LayoutView:
    """No source has any."""
    return card(SLATE, words("### No suggestions just now", "Your own question works: /battle start."))


def no_locale() -> ui.LayoutView:
    """What was typed is no locale."""
    return card(SLATE, words("### That is no locale", "A locale is written like en or pt-BR."))
