"""What the buttons and selects of a fight carry: which fight, whose seat, which round; never a model's name.

Ids stay valid for as long as messages live: a change of meaning takes a new version in the prefix.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from community.fights.values import FightId

PREFIX: Final = "fight:v1:"
_FIGHT: Final = r"(?P<fight>[0-9A-HJKMNP-TV-Z]{10})"
_SEAT: Final = r"(?P<seat>[0-7])"
_ROUND: Final = r"(?P<round>[0-9]{1,2})"
_PAGE: Final = r"(?P<page>[0-9]{1,3})"


def _template(action: str, *fields: str) -> str:
    return ":".join((PREFIX + action, _FIGHT, *fields))


@dataclass(frozen=True, slots=True)
class _OfFight:
    """An action that needs the fight alone."""

    fight: FightId

    ACTION: ClassVar[str]
    TEMPLATE: ClassVar[str]

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}{self.ACTION}:{self.fight}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(FightId(match["fight"]))


class Ballot(_OfFight):
    """Show the member's ballot, with a button a fighter."""

    __slots__ = ()
    ACTION = "ballot"
    TEMPLATE = _template(ACTION)


class Withdraw(_OfFight):
    """Take the member's ballot back."""

    __slots__ = ()
    ACTION = "withdraw"
    TEMPLATE = _template(ACTION)


class Answers(_OfFight):
    """Read the answers, from the newest on."""

    __slots__ = ()
    ACTION = "answers"
    TEMPLATE = _template(ACTION)


class More(_OfFight):
    """Show what this member may do with the fight."""

    __slots__ = ()
    ACTION = "more"
    TEMPLATE = _template(ACTION)


class Stop(_OfFight):
    """End the fight now."""

    __slots__ = ()
    ACTION = "stop"
    TEMPLATE = _template(ACTION)


class Again(_OfFight):
    """Start a new fight with the question and the terms of this one."""

    __slots__ = ()
    ACTION = "again"
    TEMPLATE = _template(ACTION)


class TopTwo(_OfFight):
    """Start a blind battle on the question between the two who came first."""

    __slots__ = ()
    ACTION = "top"
    TEMPLATE = _template(ACTION)


@dataclass(frozen=True, slots=True)
class Vote:
    """Cast a ballot for the fighter in this seat, or change it."""

    fight: FightId
    seat: int

    TEMPLATE: ClassVar[str] = _template("vote", _SEAT)

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}vote:{self.fight}:{self.seat}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(FightId(match["fight"]), int(match["seat"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Read a page of what a fighter said in a round; pages count from 0, rounds from 1."""

    fight: FightId
    seat: int
    round: int
    page: int = 0

    TEMPLATE: ClassVar[str] = _template("read", _SEAT, _ROUND, _PAGE)

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}read:{self.fight}:{self.seat}:{self.round}:{self.page}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(
            fight=FightId(match["fight"]), seat=int(match["seat"]), round=int(match["round"]), page=int(match["page"])
        )


@dataclass(frozen=True, slots=True)
class WhoseAnswer:
    """A select of fighters: what the chosen one said in this round."""

    fight: FightId
    round: int

    TEMPLATE: ClassVar[str] = _template("whose", _ROUND)

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}whose:{self.fight}:{self.round}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(FightId(match["fight"]), int(match["round"]))

    def chosen(self, value: str) -> Read:
        """The page to show."""
        return Read(fight=self.fight, seat=int(value), round=self.round)


@dataclass(frozen=True, slots=True)
class WhichRound:
    """A select of rounds: what this fighter said in the chosen one."""

    fight: FightId
    seat: int

    TEMPLATE: ClassVar[str] = _template("round", _SEAT)

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}round:{self.fight}:{self.seat}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(FightId(match["fight"]), int(match["seat"]))

    def chosen(self, value: str) -> Read:
        """The page to show."""
        return Read(fight=self.fight, seat=self.seat, round=int(value))
