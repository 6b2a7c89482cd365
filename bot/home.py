"""The house arena in this process, as a source of battles, fights and a board."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from arena.clients import open_client, open_concurred
from arena.engine.values import Api
from arena.providers import Catalogue, open_models
from arena.wire import Modality
from bot.fights import ConcurredSource
from bot.house import house_arena, in_process_key, models_config, report
from bot.outside import open_outside
from bot.settings import Settings
from bot.sources import ModelChorusSource
from bot.worlds import ArenaWorld
from community.clock import Clock
from community.consent import Destination
from storage.database import Database

AT_HOME: Final = "the house arena"
_A_BATTLE: Final = 2
"""Models that a battle takes."""


@dataclass(frozen=True, slots=True)
class Home:
    """The house arena as a source, at its address."""

    base_url: str
    battles: ModelChorusSource
    fights: ConcurredSource
    world: ArenaWorld
    catalogue: Catalogue


@asynccontextmanager
async def open_home(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[Home]:
    """Run it until the block ends, on the models of the settings.

    Raises:
        ModelsFileError: the file of models cannot be used.
    """
    async with (
        open_models(models_config(settings)) as catalogue,
        open_outside(settings) as outside,
        house_arena(
            database, catalogue.models, vote_delay=settings.vote_delay, outside=outside, clock=clock.now
        ) as house,
        open_client(house.base_url, await _key(database, Api.MODELCHORUS, clock)) as modelchorus,
        open_concurred(house.base_url, await _key(database, Api.CONCURRED, clock)) as concurred,
    ):
        report(catalogue)
        able = Counter(kind for model in catalogue.models.values() for kind in model.card.output_modalities)
        yield Home(
            house.base_url,
            ModelChorusSource(
                modelchorus,
                name=AT_HOME,
                destination=Destination.ENDPOINTS if catalogue.leaves else Destination.MACHINE,
                modalities=frozenset(kind for kind in Modality if able[kind] >= _A_BATTLE),
                lets_choose=True,
                clock=clock,
            ),
            ConcurredSource(
                concurred,
                name=AT_HOME,
                destination=Destination.ENDPOINTS if catalogue.leaves or outside.search else Destination.MACHINE,
                fights_per_day=None,
                clock=clock,
            ),
            ArenaWorld(modelchorus, clock),
            catalogue,
        )


async def _key(database: Database, api: Api, clock: Clock) -> SecretStr:
    return SecretStr(await in_process_key(database, api, clock=clock.now))
