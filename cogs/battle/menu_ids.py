"""What the buttons carry behind [More] and on private pages, where members do more than vote and read."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from cogs.battle.custom_ids import PREFIX, OfBattle, Side, template
from community.battles.values import BattleId

MAX_CHUNKS: Final = 8
"""Selects of a side on the page where models are guessed: all of both sides, and a button, fit into one message."""


class Void(OfBattle):
    """Ask for the reason, then void the battle."""

    __slots__ = ()
    ACTION = "void"
    TEMPLATE = template(ACTION)


class FollowUp(OfBattle):
    """Ask for the next question, then ask both models."""

    __slots__ = ()
    ACTION = "followup"
    TEMPLATE = template(ACTION)


class Rate(OfBattle):
    """Open the form with stars and criteria."""

    __slots__ = ()
    ACTION = "rate"
    TEMPLATE = template(ACTION)


class AddWords(OfBattle):
    """Open the form for words beside a rating."""

    __slots__ = ()
    ACTION = "words"
    TEMPLATE = template(ACTION)


class SayWhy(OfBattle):
    """Open the form for the reason of a ballot."""

    __slots__ = ()
    ACTION = "why"
    TEMPLATE = template(ACTION)


class Tell(OfBattle):
    """Ask to be told of the reveal."""

    __slots__ = ()
    ACTION = "tell"
    TEMPLATE = template(ACTION)


class Hush(OfBattle):
    """Ask not to be told after all."""

    __slots__ = ()
    ACTION = "hush"
    TEMPLATE = template(ACTION)


class GuessModels(OfBattle):
    """Open the page where models are guessed."""

    __slots__ = ()
    ACTION = "guess"
    TEMPLATE = template(ACTION)


@dataclass(frozen=True, slots=True)
class Guessed:
    """One of the selects with which a side's model is guessed; they count from 0."""

    battle: BattleId
    side: Side
    chunk: int

    TEMPLATE: ClassVar[str] = template("guessed", "(?P<side>[AB])", "(?P<chunk>[0-9])")

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}guessed:{self.battle}:{self.side}:{self.chunk}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(BattleId(match["battle"]), Side(match["side"]), int(match["chunk"]))
