"""Sides that we draw ourselves, for a source that only answers for models it is told.

Which model stands where is kept before the source is asked and apart from the battle's own row: nothing that is shown
before the reveal reads it.
"""

from dataclasses import dataclass
from typing import Protocol

from community.battles.values import Answers, BattleId


@dataclass(frozen=True, slots=True)
class Contestant:
    """A model on a side: what it is asked by, and its display name."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Who stands where."""

    a: Contestant
    b: Contestant


@dataclass(frozen=True, slots=True)
class Citation:
    """A page that a model found. It may give the model away, so it is shown after the reveal alone."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Citations:
    """What each answer leans on."""

    a: tuple[Citation, ...] = ()
    b: tuple[Citation, ...] = ()


class SidesStore(Protocol):
    """Drawn sides and what came of them. Every method is one transaction."""

    async def keep(self, battle_id: BattleId, sides: Sides) -> None:
        """Keep the sides of a battle, once."""
        ...

    async def of(self, battle_id: BattleId) -> Sides | None:
        """The sides of the battle, None where it has none of ours."""
        ...

    async def answered(self, battle_id: BattleId, answers: Answers, citations: Citations) -> None:
        """Keep both answers, by side, with what they lean on, unless the battle has ended meanwhile."""
        ...

    async def answers(self, battle_id: BattleId) -> Answers | None:
        """Both answers, None as long as they are not there, and again once the battle has them itself or has ended."""
        ...

    async def citations(self, battle_id: BattleId) -> Citations:
        """What the answers lean on; for after the reveal."""
        ...
