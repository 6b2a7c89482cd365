"""What is expected of models before a guild has voted on them: the source's world board, where it is independent."""

from collections.abc import Mapping
from math import isfinite
from typing import Final

import structlog

from arena.ratings import Prior
from arena.wire import Modality
from community.boards.ports import BoardStore, World
from community.clock import Clock
from community.errors import SourceError

log = structlog.get_logger(__name__)

REFRESH_SECONDS: Final = 900.0
"""How often world boards are asked for. A prior need not be fresh: it moves by points a day, not by the minute."""


class Expectations:
    """The priors, by source and modality. They are kept, so no board ever waits for a source to answer.

    `worlds` are the sources whose world board is made of others' votes. The house arena's is not among them: it is made
    of this bot's own battles, so a prior from it would count the same votes twice.
    """

    def __init__(self, *, store: BoardStore, worlds: Mapping[str, World], clock: Clock) -> None:
        self._store = store
        self._worlds = worlds
        self._clock = clock
        self._priors: dict[tuple[str, Modality], Prior] = {}

    async def prior(self, source: str, modality: Modality) -> Prior:
        """What is expected of the source's models; the same object until it changes."""
        key = (source, modality)
        if key not in self._priors:
            known = await self._store.world(source, modality) if source in self._worlds else {}
            self._priors[key] = Prior(world=known)
        return self._priors[key]

    async def refresh(self) -> None:
        """Ask all sources; one that does not answer leaves what was known."""
        for source, world in self._worlds.items():
            for modality in Modality:
                try:
                    rows = await world.board(modality)
                except SourceError as error:
                    log.info("boards.world_unknown", source=source, modality=modality, error=str(error))
                    continue
                ratings = {row.model_name: row.elo_rating for row in rows if isfinite(row.elo_rating)}
                if ratings != (await self.prior(source, modality)).world:
                    await self._store.keep_world(source, modality, ratings)
                    self._priors[source, modality] = Prior(world=ratings)

    async def run(self) -> None:
        """Refresh for ever, until cancelled."""
        while True:
            try:
                await self.refresh()
            except Exception:
                # Whatever a source says, or the database does not take, is asked for again; nobody else would.
                log.exception("boards.world_not_refreshed")
            await self._clock.sleep(REFRESH_SECONDS)
