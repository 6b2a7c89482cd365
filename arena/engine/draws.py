"""How often each model was drawn, for everybody to see. Only revealed battles count, so open ones tell nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from arena.engine.outages import Outages
from arena.engine.roster import Roster
from arena.engine.values import Clock
from arena.ratings import ModelPair, how_often
from arena.wire import Modality

OTHERS: Final = 3
"""So many others must be up for a rest to be told: among three, an open battle may be any of three pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDraws:
    """How many revealed battles a model was drawn for, and its share of all their places (two a battle)."""

    slug: str
    name: str
    modality: Modality
    battles: int
    share: float
    resting: bool


class DrawStore(Protocol):
    """Knows which models were drawn."""

    async def drawn(self, modality: Modality) -> Mapping[ModelPair, int]:
        """How many revealed battles were drawn of each pair, whoever had to be replaced in them."""
        ...


class Draws:
    """Reads the report."""

    def __init__(self, store: DrawStore, roster: Roster, outages: Outages, clock: Clock) -> None:
        self._store = store
        self._roster = roster
        self._outages = outages
        self._clock = clock

    async def report(self) -> list[ModelDraws]:
        """Every model that is configured or was ever drawn, by modality, the most drawn first."""
        return [row for modality in Modality for row in await self._of(modality)]

    async def _of(self, modality: Modality) -> list[ModelDraws]:
        models = self._roster.of(modality)
        resting = self._outages.announced(at=self._clock()) & models.keys()
        told = resting if len(models) - len(resting) >= OTHERS else frozenset()
        return [
            ModelDraws(
                slug=row.model,
                name=models[row.model].card.name if row.model in models else row.model,
                modality=modality,
                battles=row.battles,
                share=row.share,
                resting=row.model in told,
            )
            for row in how_often(await self._store.drawn(modality), models)
        ]
