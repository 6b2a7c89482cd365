"""Screen 11, to the member alone: a rule said no, and nothing is lost."""

from collections.abc import Mapping
from typing import Final

from cogs.common.leaderboard import see_button
from cogs.common.look import SLATE, Reply, card, given_back, row, words
from cogs.common.quotas import used_up
from cogs.common.text import counted, relative
from cogs.common.voters import not_eligible
from community.battles import TooSoonToVote
from community.errors import (
    AlreadyVoid,
    AuthorCannotAgree,
    BattleNotFound,
    DailyBallotsUsedUp,
    DraftGone,
    HostedForbidden,
    LocaleUnknown,
    ModalityUnknown,
    ModelUnknown,
    NoOpenBallot,
    NotAllowed,
    NothingSaid,
    PromptRefused,
    PromptUnreadable,
    RatingClosed,
    Refusal,
    RevealPassed,
    SourceClosed,
    StartedAgain,
    TooManyWatchers,
    VotingClosed,
)
from community.quotas import QuotaUsedUp
from community.voters import NotEligible

_PLAINLY: Final[Mapping[type[Refusal], tuple[str, str]]] = {
    PromptUnreadable: (
        "### That file cannot be read",
        "It has to be plain text in UTF-8, such as a .txt or .md file. Nothing was used up.",
    ),
    SourceClosed: ("### Not from there", "The bot has no such service. Nothing was used up."),
    HostedForbidden: (
        "### Not from there",
        "This server keeps its questions away from hosted services, as an admin decided. Nothing was used up.",
    ),
    ModalityUnknown: (
        "### Not this kind of battle",
        "The service that would run it has no such models. Text always works. Nothing was used up.",
    ),
    ModelUnknown: (
        "### No such model",
        "That service does not have it, or lets nobody choose. Leave the models out to have two drawn.",
    ),
    LocaleUnknown: (
        "### That is no locale",
        "A locale is written like en or pt-BR. Nothing was used up.",
    ),
    AuthorCannotAgree: (
        "### Nobody to ask",
        "A bot wrote this, and nobody can agree for it that the text leaves this machine. Nothing was used up.",
    ),
    StartedAgain: (
        "### Somebody was faster",
        "This question has been asked again already. Its battle is further down in the channel.",
    ),
    DraftGone: (
        "### This is over",
        "It was started, given up, or left for a day. A new battle starts with /battle start.",
    ),
    NotAllowed: (
        "### Not open to you",
        "Whoever started a battle can close it before its time, and so can a moderator. Only moderators can void it.",
    ),
    VotingClosed: ("### Voting has closed", "This battle takes no ballots now."),
    AlreadyVoid: ("### It is void already", "Another moderator was faster. It counts on no board."),
    NoOpenBallot: ("### No ballot to explain", "A reason is kept with your ballot, as long as the vote is open."),
    RatingClosed: (
        "### Nothing to rate yet",
        "Answers are rated once the names are out.",
    ),
    NothingSaid: ("### Nothing was filled in", "So nothing is kept. Any one field is enough."),
    RevealPassed: ("### No reveal to come", "The names of this battle are out already, or they stay hidden."),
    TooManyWatchers: (
        "### Many want to be told",
        "No more fit into one message. The names come out here.",
    ),
    BattleNotFound: ("### This battle is gone", "It is not kept here any more. A new one starts with /battle start."),
}


def refusal(error: Refusal, *, question: str = "") -> Reply:
    """What was refused and why, with the question given back."""
    given, file = given_back(question)
    way_on = [row(see_button())] if isinstance(error, QuotaUsedUp) else []
    return Reply(card(SLATE, words(*_said(error)), *given, *way_on), file)


def _said(error: Refusal) -> tuple[str, ...]:
    match error:
        case QuotaUsedUp():
            return used_up(error)
        case NotEligible():
            return not_eligible(error, "battle")
        case DailyBallotsUsedUp():
            takes = f"This server takes {counted(error.limit, 'ballot')} a day from each member, and yours are cast."
            return ("### You have voted a lot today", f"{takes} The next is taken {relative(error.opens_at)}.")
        case TooSoonToVote():
            return ("### A moment to read first", f"Voting opens {relative(error.opens_at)}.")
        case PromptRefused():
            return _of_prompt(error)
        case _:
            return _PLAINLY.get(type(error), ("### That cannot be done now", "Nothing has happened."))


def _of_prompt(error: PromptRefused) -> tuple[str, str]:
    if error.length == 0:
        return ("### There is no question yet", "Write what the two models should answer, and start again.")
    has = "" if error.length is None else f"{error.length:,} characters; the limit is {error.limit:,}."
    return ("### That is too long", has or f"The limit is {error.limit:,} characters.")
