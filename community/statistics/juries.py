"""How far the juries of a guild's fights and their audiences agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from arena.wire.concurred import Event
from community.fights.agreement import LEAST_BALLOTS, kappa
from community.fights.folding import fold
from community.fights.values import Fight, FightId

MOST_FIGHTS: Final = 50
"""The latest ones; each is read from all its events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Juries:
    """Over so many fights with enough ballots of the audience: the mean κ, and how often both sides had one winner."""

    fights: int
    kappa: float
    same_winner: int


class FightReader(Protocol):
    """Fights that are over."""

    async def judged(self, guild_id: int, *, least: int, limit: int) -> Sequence[Fight]:
        """The guild's latest finished fights with at least so many ballots of the audience."""
        ...

    async def events(self, fight_id: FightId) -> Sequence[Event]:
        """Every event of a fight, in order."""
        ...


async def juries(fights: FightReader, guild_id: int) -> Juries | None:
    """The guild's, None where no fight had an audience that was large enough and a jury that voted."""
    values: list[float] = []
    same = 0
    for fight in await fights.judged(guild_id, least=LEAST_BALLOTS, limit=MOST_FIGHTS):
        state = fold(await fights.events(fight.id))
        audience = fight.audience or {}
        value = kappa(state.jury, audience, len(state.agents))
        if value is None:
            continue
        values.append(value)
        most = max(audience.values(), default=0)
        same += [agent for agent, count in audience.items() if count == most] == [state.winner]
    if not values:
        return None
    return Juries(fights=len(values), kappa=sum(values) / len(values), same_winner=same)
