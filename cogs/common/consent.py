"""What members read and press before a question travels: the same words for battles and fights."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Self

from discord import ButtonStyle, ui

from cogs.common.look import INDIGO, SLATE, button, card, row, rule, small, words
from cogs.common.quotas import left_line
from cogs.common.text import Room, quoted, shown_names
from community.consent import Activity, Destination, Draft, DraftId, Sent
from community.quotas import Left

_PROMPT: Final = Room(500, 6)
_ONE: Final = {Activity.BATTLE: "battle", Activity.FIGHT: "fight", Activity.FOLLOW_UP: "follow-up"}
_GOES: Final = {
    Destination.MACHINE: "It stays on the machine that the bot runs on.",
    Destination.ENDPOINTS: "The services where this bot's models run will read it.",
    Destination.SERVICE: "{source} will read it, and so will the services where its models run.",
    Destination.FEEDS: "{source} will read it, and may show it in its public feeds.",
}


class Press(StrEnum):
    """What a button does with a draft."""

    START = "start"
    """Start it; who has not agreed yet is asked first."""
    AGREE = "agree"
    """Agree to where it goes, and start it."""
    ALLOW = "allow"
    """Its author lets it be started."""
    DECLINE = "decline"
    """Its author does not."""


@dataclass(frozen=True, slots=True)
class OfDraft:
    """A button's custom id: what it does, and with which draft."""

    press: Press
    draft: DraftId

    TEMPLATE: ClassVar[str] = rf"draft:v1:(?P<press>{'|'.join(Press)}):(?P<draft>[0-9A-HJKMNP-TV-Z]{{10}})"

    def encode(self) -> str:
        """The custom id."""
        return f"draft:v1:{self.press}:{self.draft}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(Press(match["press"]), DraftId(match["draft"]))


def where_it_goes(sent: Sent) -> str:
    """One sentence on how far a question travels."""
    return _GOES[sent.destination].format(source=shown_names([sent.source])[0])


def ask_member(draft: Draft, left: Sequence[Left] = ()) -> ui.LayoutView:
    """To the starter alone, once for each source: where the question goes, with one tap to agree."""
    return card(
        INDIGO,
        words("### Before your first question goes there", quoted(draft.prompt, _PROMPT).text),
        rule(),
        words(
            where_it_goes(draft.sent),
            "So leave out what is private. You are asked once; from then on your questions go there at once.",
            *([left_line(left)] if left else []),
        ),
        row(button("Agree and start", OfDraft(Press.AGREE, draft.id).encode(), style=ButtonStyle.primary)),
    )


def ask_author(draft: Draft) -> ui.LayoutView:
    """To the channel: somebody wants to send on what another member wrote, who alone can say yes or no."""
    one = _ONE[draft.activity]
    return card(
        INDIGO,
        words(
            small(f"{one.capitalize()} asked for", f"by <@{draft.member_id}>"),
            f"### May this become a {one}?",
            quoted(draft.prompt, _PROMPT).text,
        ),
        rule(),
        words(
            f"<@{draft.author_id}>, you wrote this. Names and mentions were taken out. {where_it_goes(draft.sent)}",
            small("Only you can decide it. Without an answer nothing happens."),
        ),
        row(
            button("Agree", OfDraft(Press.ALLOW, draft.id).encode(), style=ButtonStyle.primary),
            button("No", OfDraft(Press.DECLINE, draft.id).encode()),
        ),
    )


def author_asked() -> ui.LayoutView:
    """To the starter: now it is the author's turn."""
    return card(
        SLATE, words("### Its author is asked", "It starts when they agree. Nothing was sent or used up so far.")
    )


def author_agreed(draft: Draft) -> ui.LayoutView:
    """In place of the question to the author."""
    return card(SLATE, words(f"<@{draft.author_id}> agreed. The {_ONE[draft.activity]} is further down."))


def author_declined(draft: Draft) -> ui.LayoutView:
    """In place of the question to the author, whose reasons are nobody's business."""
    one = _ONE[draft.activity]
    return card(SLATE, words(f"This does not become a {one}.", small("Nothing was sent, and nothing was used up.")))
