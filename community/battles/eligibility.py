"""Who may vote, as a guild decides it. Facts about a member come from Discord with each press; nothing is looked up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from community.battles.values import Answers, Battle
from community.errors import Refusal
from community.rules import VotingRules

READING_WORDS_PER_MINUTE: Final = 238
"""Adults' average silent reading of English non-fiction (Brysbaert 2019, Journal of Memory and Language 109)."""
SKIMMING: Final = 4
"""Whoever votes sooner than reading four times as fast as average has not read both answers."""
LONGEST_READING: Final = timedelta(minutes=1)
"""No answers are so long that anybody has to wait longer than this."""


class Bar(StrEnum):
    """What keeps a member from voting."""

    BOT = "bot"
    STARTER = "starter"
    ROLE = "role"
    ACCOUNT_AGE = "account_age"
    MEMBERSHIP = "membership"


class NotEligible(Refusal):
    """A rule of the guild keeps the member from voting here.

    Attributes:
        bar: which rule.
        rules: all of them, so that the refusal can say what would be needed.
    """

    def __init__(self, bar: Bar, rules: VotingRules) -> None:
        super().__init__(f"not eligible: {bar}")
        self.bar = bar
        self.rules = rules


class TooSoonToVote(Refusal):
    """Nobody can have read both answers yet.

    Attributes:
        opens_at: when a ballot will be taken.
    """

    def __init__(self, opens_at: datetime) -> None:
        super().__init__("too soon to have read both answers")
        self.opens_at = opens_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """What Discord says of whoever presses a button. `joined_at` is None where it does not say."""

    member_id: int
    bot: bool
    role_ids: frozenset[int]
    account_created_at: datetime
    joined_at: datetime | None


def admit(voter: Voter, battle: Battle, rules: VotingRules, now: datetime) -> None:
    """Let the voter vote, or not. A member's ballots of the day are counted where the ballot is kept, not here.

    Raises:
        NotEligible: the first rule that bars the voter.
        TooSoonToVote: the voter may vote, but not yet.
    """
    joined_at = voter.joined_at or now
    bars = (
        (Bar.BOT, voter.bot),
        (Bar.STARTER, not rules.starter_votes and voter.member_id == battle.starter_id),
        (Bar.ROLE, bool(rules.voter_roles) and not rules.voter_roles & voter.role_ids),
        (Bar.ACCOUNT_AGE, now - voter.account_created_at < rules.account_age),
        (Bar.MEMBERSHIP, now - joined_at < rules.membership),
    )
    for bar, holds in bars:
        if holds:
            raise NotEligible(bar, rules)
    if rules.reading_time and battle.answers is not None and battle.opened_at is not None:
        opens_at = battle.opened_at + reading_time(battle.answers)
        if now < opens_at:
            raise TooSoonToVote(opens_at)


def reading_time(answers: Answers) -> timedelta:
    """The least time in which somebody can have skimmed both answers."""
    words = len(answers.a.split()) + len(answers.b.split())
    return min(timedelta(minutes=words / (READING_WORDS_PER_MINUTE * SKIMMING)), LONGEST_READING)
