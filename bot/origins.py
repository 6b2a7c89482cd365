"""Where battles and fights come from: the hosted services that there are keys for, and the house arena in this process.

The house arena runs where a hosted key is missing, and beside both where models were chosen for it (BLINDBOUT_MODELS).
It comes last, so a hosted service is what battles come from where nobody says anything.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import SystemRandom
from typing import Final

from pydantic import SecretStr

from arena.clients import ModelChorusClient, open_client, open_concurred
from arena.wire import ModelCard
from bot.fights import CONCURRED_FIGHTS_PER_DAY, ConcurredSource
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
_CONCURRED: Final = "Concurred"


@dataclass(frozen=True, slots=True)
class Origins:
    """The sources, and the boards they publish.

    `keys` are those of the hosted sources, by name. `home` (its address), `models` and `notes` are the house arena's,
    empty where it does not run.
    """

    sources: Sources
    fights: ConcurredSource
    worlds: Worlds
    keys: Mapping[str, SecretStr]
    models: Sequence[ModelCard] = ()
    notes: Sequence[str] = ()
    home: str | None = None


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
        keys: dict[str, SecretStr] = {}
        if settings.modelchorus_api_key is not None:
            key = keys[HOSTED] = settings.modelchorus_api_key
            client = await stack.enter_async_context(open_client(settings.modelchorus_base_url, key))
            battles.append(_modelchorus(client, clock))
            hosted[HOSTED] = ArenaWorld(client, clock)
        if settings.concurred_api_key is not None:
            key = keys[_CONCURRED] = settings.concurred_api_key
            concurred = await stack.enter_async_context(open_concurred(settings.concurred_base_url, key))
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
            yield Origins(Sources(battles), fights[0], Worlds(hosted), keys)
            return
        from bot.home import open_home  # noqa: PLC0415 - a web server and its API: a fifth of the start, for no one else

        home = await stack.enter_async_context(open_home(settings, database, clock))
        cards = [model.card for model in home.catalogue.models.values()]
        worlds = Worlds(hosted, {home.battles.name: home.world})
        sources = Sources([*battles, home.battles])
        yield Origins(sources, [*fights, home.fights][0], worlds, keys, cards, home.catalogue.notes, home.base_url)


def _modelchorus(client: ModelChorusClient, clock: Clock) -> ModelChorusSource:
    return ModelChorusSource(
        client,
        name=HOSTED,
        destination=Destination.FEEDS,
        battles_per_day=MODELCHORUS_BATTLES_PER_DAY,
        clock=clock,
    )
