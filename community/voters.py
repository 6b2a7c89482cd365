"""Who may vote, as a guild decides it. Facts about a member come from Discord with each press; nothing is looked up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.errors import Refusal
from community.rules import VotingRules


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """What Discord says of whoever presses a button. `joined_at` is None where it does not say."""

    member_id: int
    bot: bool
    role_ids: frozenset[int]
    account_created_at: datetime
    joined_at: datetime | None


def check(voter: Voter, rules: VotingRules, *, starter_id: int, now: datetime) -> None:
    """Let the voter vote on what this starter asked, or not.

    Raises:
        NotEligible: the first rule that bars the voter.
    """
    joined_at = voter.joined_at or now
    bars = (
        (Bar.BOT, voter.bot),
        (Bar.STARTER, not rules.starter_votes and voter.member_id == starter_id),
        (Bar.ROLE, bool(rules.voter_roles) and not rules.voter_roles & voter.role_ids),
        (Bar.ACCOUNT_AGE, now - voter.account_created_at < rules.account_age),
        (Bar.MEMBERSHIP, now - joined_at < rules.membership),
    )
    for bar, holds in bars:
        if holds:
            raise NotEligible(bar, rules)
