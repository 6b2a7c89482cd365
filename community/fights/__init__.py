"""Fights: several models answer in rounds and vote on each other, while members watch and vote beside them."""

from community.fights.agreement import LEAST_BALLOTS, agreement, kappa
from community.fights.audience import Audience
from community.fights.curtain import letters, veiled
from community.fights.drafting import request_of, texts_of
from community.fights.folding import apply, fold
from community.fights.models import ModelsRefused, Wrong, chosen, offers
from community.fights.ports import FightSource, FightStage, FightStore
from community.fights.rematches import top_two
from community.fights.running import FightRunner
from community.fights.starting import FightRequest, StartFight
from community.fights.state import Activity, Answer, Doing, FightState
from community.fights.values import (
    AudienceBallot,
    Fight,
    FightFailure,
    FightId,
    NewFight,
    Status,
    Terms,
    new_fight_id,
)

__all__ = [
    "LEAST_BALLOTS",
    "Activity",
    "Answer",
    "Audience",
    "AudienceBallot",
    "Doing",
    "Fight",
    "FightFailure",
    "FightId",
    "FightRequest",
    "FightRunner",
    "FightSource",
    "FightStage",
    "FightState",
    "FightStore",
    "ModelsRefused",
    "NewFight",
    "StartFight",
    "Status",
    "Terms",
    "Wrong",
    "agreement",
    "apply",
    "chosen",
    "fold",
    "kappa",
    "letters",
    "new_fight_id",
    "offers",
    "request_of",
    "texts_of",
    "top_two",
    "veiled",
]
