"""Where battles and fights come from: the hosted services that there are keys for, and the house arena in this process.

The house arena runs where a hosted key is missing, and beside both where models were chosen for it (BLINDBOUT_MODELS).
It comes last, so a hosted service is what battles come from where nobody says anything.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import SystemRandom
from typing import Final

from pydantic import SecretStr

from arena.clients import ModelChorusClient, open_client, open_concurred
from arena.engine.values import Api
from arena.providers import Catalogue, open_models
from arena.wire import Modality, ModelCard
from bot.fights import CONCURRED_FIGHTS_PER_DAY, ConcurredSource
from bot.house import house_arena, in_process_key, models_config, report
from bot.outside import open_outside
from bot.settings import Settings
from bot.sources import ModelChorusSource, open_concurred_battles
from bot.worlds import ArenaWorld
from community.battles import Source, Sources
from community.boards import World, Worlds
from community.clock import Clock
from community.consent import Destination
from storage.community.sides import SqlSidesStore
from storage.database import Database

MODELCHORUS_BATTLES_PER_DAY: Final = 100
"""What a write-tier key has in 24 hours (ModelChorus reference page, "Rate Limits")."""
HOSTED: Final = "ModelChorus"
AT_HOME: Final = "the house arena"
_CONCURRED: Final = "Concurred"
_A_BATTLE: Final = 2
"""Models that a battle takes."""


@dataclass(frozen=True, slots=True)
class Origins:
    """The sources, and the boards they publish.

    `home` (its address), `models` and `notes` are the house arena's, empty where it does not run.
    """

    sources: Sources
    fights: ConcurredSource
    worlds: Worlds
    models: Sequence[ModelCard] = ()
    notes: Sequence[str] = ()
    home: str | None = None


@dataclass(frozen=True, slots=True)
class _Home:
    """The house arena."""

    base_url: str
    battles: ModelChorusSource
    fights: ConcurredSource
    world: ArenaWorld
    catalogue: Catalogue


@asynccontextmanager
async def open_origins(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[Origins]:
    """The sources until the block ends, and the house arena in this process where it runs.

    Raises:
        ModelsFileError: the file of models cannot be used.
    """
    async with AsyncExitStack() as stack:
        battles: list[Source] = []
        hosted: dict[str, World] = {}
        fights: list[ConcurredSource] = []
        if settings.modelchorus_api_key is not None:
            key = settings.modelchorus_api_key
            client = await stack.enter_async_context(open_client(settings.modelchorus_base_url, key))
            battles.append(_modelchorus(client, clock))
            hosted[HOSTED] = ArenaWorld(client, clock)
        if settings.concurred_api_key is not None:
            concurred = await stack.enter_async_context(
                open_concurred(settings.concurred_base_url, settings.concurred_api_key)
            )
            fights.append(
                ConcurredSource(
                    concurred,
                    name=_CONCURRED,
                    destination=Destination.SERVICE,
                    fights_per_day=CONCURRED_FIGHTS_PER_DAY,
                    clock=clock,
                )
            )
            side_by_side = open_concurred_battles(
                concurred, name=_CONCURRED, sides=SqlSidesStore(database), clock=clock, rng=SystemRandom()
            )
            battles.append(await stack.enter_async_context(side_by_side))
        both = settings.modelchorus_api_key is not None and settings.concurred_api_key is not None
        if both and settings.blindbout_models is None:
            yield Origins(Sources(battles), fights[0], Worlds(hosted))
            return
        home = await stack.enter_async_context(_house(settings, database, clock))
        cards = [model.card for model in home.catalogue.models.values()]
        worlds = Worlds(hosted, {AT_HOME: home.world})
        sources = Sources([*battles, home.battles])
        yield Origins(sources, [*fights, home.fights][0], worlds, cards, home.catalogue.notes, home.base_url)


def _modelchorus(client: ModelChorusClient, clock: Clock) -> ModelChorusSource:
    return ModelChorusSource(
        client,
        name=HOSTED,
        destination=Destination.FEEDS,
        battles_per_day=MODELCHORUS_BATTLES_PER_DAY,
        clock=clock,
    )


@asynccontextmanager
async def _house(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[_Home]:
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
        yield _Home(
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
