"""Who may vote on a battle, and from when on."""

from datetime import datetime, timedelta
from typing import Final

from community.battles.values import Answers, Battle
from community.errors import Refusal
from community.rules import VotingRules
from community.voters import Voter, check

READING_WORDS_PER_MINUTE: Final = 238
"""Adults' average silent reading of English non-fiction (Brysbaert 2019, Journal of Memory and Language 109)."""
SKIMMING: Final = 4
"""Whoever votes sooner than reading four times as fast as average has not read both answers."""
LONGEST_READING: Final = timedelta(minutes=1)
"""No answers are so long that anybody has to wait longer than this."""


class TooSoonToVote(Refusal):
    """Nobody can have read both answers yet.

    Attributes:
        opens_at: when a ballot will be taken.
    """

    def __init__(self, opens_at: datetime) -> None:
        super().__init__("too soon to have read both answers")
        self.opens_at = opens_at


def admit(voter: Voter, battle: Battle, rules: VotingRules, now: datetime) -> None:
    """Let the voter vote, or not. A member's ballots of the day are counted where the ballot is kept, not here.

    Raises:
        NotEligible: the first rule that bars the voter.
        TooSoonToVote: the voter may vote, but not yet.
    """
    check(voter, rules, starter_id=battle.starter_id, now=now)
    if rules.reading_time and battle.answers is not None and battle.opened_at is not None:
        opens_at = battle.opened_at + reading_time(battle.answers)
        if now < opens_at:
            raise TooSoonToVote(opens_at)


def reading_time(answers: Answers) -> timedelta:
    """The least time in which somebody can have skimmed both answers."""
    words = len(answers.a.split()) + len(answers.b.split())
    return min(timedelta(minutes=words / (READING_WORDS_PER_MINUTE * SKIMMING)), LONGEST_READING)
