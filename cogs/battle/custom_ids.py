"""What the buttons of a battle carry: which battle and what to do, and never anything about its models.

Ids stay valid for as long as messages live: a change of meaning takes a new version in the prefix.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Self

from arena.wire import Winner
from community.battles.values import BattleId

PREFIX: Final = "battle:v1:"
_BATTLE: Final = r"(?P<battle>[0-9A-HJKMNP-TV-Z]{10})"
_PAGE: Final = r"(?P<page>[0-9]{1,3})"


class Side(StrEnum):
    """One of the two answers."""

    A = "A"
    B = "B"

    @property
    def other(self) -> "Side":
        """The answer beside it."""
        return Side.B if self is Side.A else Side.A


@dataclass(frozen=True, slots=True)
class OfBattle:
    """An action that needs the battle alone."""

    battle: BattleId

    ACTION: ClassVar[str]
    TEMPLATE: ClassVar[str]

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}{self.ACTION}:{self.battle}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(BattleId(match["battle"]))


def template(action: str, *fields: str) -> str:
    """A pattern for a battle's action with these fields."""
    return ":".join((PREFIX + action, _BATTLE, *fields))


class More(OfBattle):
    """Show what this member may do with the battle."""

    __slots__ = ()
    ACTION = "more"
    TEMPLATE = template(ACTION)


class Close(OfBattle):
    """Close the vote before its deadline."""

    __slots__ = ()
    ACTION = "close"
    TEMPLATE = template(ACTION)


class Withdraw(OfBattle):
    """Take the member's ballot back."""

    __slots__ = ()
    ACTION = "withdraw"
    TEMPLATE = template(ACTION)


class Again(OfBattle):
    """Start a new battle with the prompt and the terms of this one."""

    __slots__ = ()
    ACTION = "again"
    TEMPLATE = template(ACTION)


@dataclass(frozen=True, slots=True)
class Vote:
    """Cast a ballot, or change it."""

    battle: BattleId
    choice: Winner

    TEMPLATE: ClassVar[str] = template("vote", f"(?P<choice>{'|'.join(Winner)})")

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}vote:{self.battle}:{self.choice}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(BattleId(match["battle"]), Winner(match["choice"]))


@dataclass(frozen=True, slots=True)
class Question:
    """Read a page of the whole question; pages count from 0."""

    battle: BattleId
    page: int = 0

    TEMPLATE: ClassVar[str] = template("question", _PAGE)

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}question:{self.battle}:{self.page}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(BattleId(match["battle"]), int(match["page"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Read a page of an answer; pages count from 0.

    `plain` shows every character as it was written. `seen` holds the answers whose last page this reader has opened.
    """

    battle: BattleId
    side: Side
    page: int = 0
    plain: bool = False
    seen: frozenset[Side] = frozenset()

    TEMPLATE: ClassVar[str] = template("read", "(?P<side>[AB])", _PAGE, "(?P<look>[fp])", "(?P<seen>A?B?)")

    def encode(self) -> str:
        """The custom id."""
        look, seen = "p" if self.plain else "f", "".join(sorted(self.seen))
        return f"{PREFIX}read:{self.battle}:{self.side}:{self.page}:{look}:{seen}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(
            battle=BattleId(match["battle"]),
            side=Side(match["side"]),
            page=int(match["page"]),
            plain=match["look"] == "p",
            seen=frozenset(map(Side, match["seen"])),
        )
