"""Screen 11, to the member alone: a rule said no, and nothing is lost."""

from collections.abc import Mapping
from typing import Final

from cogs.common.leaderboard import see_button
from cogs.common.look import SLATE, Reply, card, given_back, row, words
from cogs.common.quotas import used_up
from cogs.common.text import plain_line
from cogs.common.voters import not_eligible
from community.errors import (
    AuthorCannotAgree,
    FightNotFound,
    HostedForbidden,
    NotAllowed,
    PromptRefused,
    Refusal,
    VotingClosed,
)
from community.fights import ModelsRefused, Wrong
from community.quotas import QuotaUsedUp
from community.voters import NotEligible

_PLAINLY: Final[Mapping[type[Refusal], tuple[str, str]]] = {
    NotAllowed: ("### Not open to you", "Whoever started a fight can stop it, and so can a moderator."),
    FightNotFound: ("### No fight goes on here", "A new one starts with /fight start."),
    HostedForbidden: (
        "### Not from there",
        "This server keeps its questions away from hosted services, as an admin decided. Nothing was used up.",
    ),
    AuthorCannotAgree: (
        "### Nobody to ask",
        "A bot wrote this, and nobody can agree for it that the text leaves this machine. Nothing was used up.",
    ),
    VotingClosed: ("### Voting is not open", "This fight takes no ballots now."),
}
_ASKED: Final = 100


def refusal(error: Refusal, *, question: str = "") -> Reply:
    """What was refused and why, with the question given back."""
    given, file = given_back(question)
    way_on = [row(see_button())] if isinstance(error, QuotaUsedUp) else []
    return Reply(card(SLATE, words(*_said(error)), *given, *way_on), file)


def _said(error: Refusal) -> tuple[str, ...]:
    match error:
        case QuotaUsedUp():
            return used_up(error)
        case ModelsRefused():
            return _models(error)
        case NotEligible():
            return not_eligible(error, "fight")
        case PromptRefused(length=0):
            return ("### There is no question yet", "Write what the models should answer, and start again.")
        case PromptRefused():
            return ("### That is too long", f"{error.length:,} characters; the limit is {error.limit:,}.")
        case _:
            return _PLAINLY.get(type(error), ("### That cannot be done now", "Nothing has happened."))


def _models(error: ModelsRefused) -> tuple[str, ...]:
    asked = plain_line(error.asked[:_ASKED])
    why = {
        Wrong.UNKNOWN: f"There is no model “{asked}” here, or it may mean several.",
        Wrong.TWICE: f"{asked} stands there twice. For several of one model there is the option `four_of`.",
        Wrong.NUMBER: f"A fight takes two to eight models; that is {asked}.",
        Wrong.BOTH: "Choose models, or one model four times; both at once cannot be.",
    }[error.wrong]
    known = (f"There are: {', '.join(map(plain_line, error.known[:25]))}."[:1500],) if error.known else ()
    return ("### These models cannot fight", why, *known)
