"""Blind battles: start, answers, ballots, close, reveal."""

from community.battles.drafting import request_of, texts_of
from community.battles.eligibility import TooSoonToVote
from community.battles.facts import AnswerFacts, Facts
from community.battles.following_up import FollowUps
from community.battles.moderating import Moderation, ModerationStore
from community.battles.ports import BattleStore, Choice, Created, Polled, Rater, Source, Stage
from community.battles.running import BattleRunner
from community.battles.shifts import Leaning, Shift, Shifts
from community.battles.sources import Sources
from community.battles.starting import BattleRequest, StartBattle, Terms
from community.battles.tally import Tally
from community.battles.turns import FollowUpRefused, Reason, TurnStore
from community.battles.values import (
    Answers,
    Assignment,
    BallotCast,
    Battle,
    BattleId,
    Failure,
    Guesses,
    Leaks,
    Mode,
    Names,
    NewBattle,
    Place,
    State,
    Turn,
    TurnFailure,
    TurnState,
    Void,
    new_battle_id,
)
from community.battles.voting import Voting

__all__ = [
    "AnswerFacts",
    "Answers",
    "Assignment",
    "BallotCast",
    "Battle",
    "BattleId",
    "BattleRequest",
    "BattleRunner",
    "BattleStore",
    "Choice",
    "Created",
    "Facts",
    "Failure",
    "FollowUpRefused",
    "FollowUps",
    "Guesses",
    "Leaks",
    "Leaning",
    "Mode",
    "Moderation",
    "ModerationStore",
    "Names",
    "NewBattle",
    "Place",
    "Polled",
    "Rater",
    "Reason",
    "Shift",
    "Shifts",
    "Source",
    "Sources",
    "Stage",
    "StartBattle",
    "State",
    "Tally",
    "Terms",
    "TooSoonToVote",
    "Turn",
    "TurnFailure",
    "TurnState",
    "TurnStore",
    "Void",
    "Voting",
    "new_battle_id",
    "request_of",
    "texts_of",
]
