"""Where battles and fights come from: the hosted services where there is a key for them, else the house arena."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from arena.clients import open_client, open_concurred
from arena.engine.values import Api
from arena.providers import Catalogue, open_models
from arena.wire import ModelCard
from bot.fights import CONCURRED_FIGHTS_PER_DAY, ConcurredSource
from bot.house import house_arena, in_process_key, models_config, report
from bot.outside import open_outside
from bot.settings import Settings
from bot.sources import ModelChorusSource
from community.clock import Clock
from storage.database import Database

MODELCHORUS_BATTLES_PER_DAY: Final = 100
"""What a write-tier key has in 24 hours (ModelChorus reference page, "Rate Limits")."""
AT_HOME: Final = "the house arena"


@dataclass(frozen=True, slots=True)
class Origins:
    """The sources. `models` and `notes` are the house arena's, empty where it does not run."""

    battles: ModelChorusSource
    fights: ConcurredSource
    models: Sequence[ModelCard] = ()
    notes: Sequence[str] = ()


@asynccontextmanager
async def open_origins(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[Origins]:
    """The sources until the block ends, and the house arena in this process where one of them is at home.

    Raises:
        ModelsFileError: the file of models cannot be used.
    """
    async with AsyncExitStack() as stack:
        hosted_battles = await stack.enter_async_context(_hosted_battles(settings, clock))
        hosted_fights = await stack.enter_async_context(_hosted_fights(settings, clock))
        if hosted_battles is not None and hosted_fights is not None:
            yield Origins(hosted_battles, hosted_fights)
            return
        home = await stack.enter_async_context(_house(settings, database, clock))
        yield Origins(
            hosted_battles or home.battles,
            hosted_fights or home.fights,
            home.models if hosted_battles is None else (),
            home.notes,
        )


@asynccontextmanager
async def _hosted_battles(settings: Settings, clock: Clock) -> AsyncIterator[ModelChorusSource | None]:
    if settings.modelchorus_api_key is None:
        yield None
        return
    async with open_client(settings.modelchorus_base_url, settings.modelchorus_api_key) as client:
        yield ModelChorusSource(client, name="ModelChorus", battles_per_day=MODELCHORUS_BATTLES_PER_DAY, clock=clock)


@asynccontextmanager
async def _hosted_fights(settings: Settings, clock: Clock) -> AsyncIterator[ConcurredSource | None]:
    if settings.concurred_api_key is None:
        yield None
        return
    async with open_concurred(settings.concurred_base_url, settings.concurred_api_key) as client:
        yield ConcurredSource(client, name="Concurred", fights_per_day=CONCURRED_FIGHTS_PER_DAY, clock=clock)


@asynccontextmanager
async def _house(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[Origins]:
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
        yield Origins(
            ModelChorusSource(modelchorus, name=AT_HOME, battles_per_day=None, clock=clock),
            ConcurredSource(concurred, name=AT_HOME, fights_per_day=None, clock=clock),
            _cards(catalogue),
            catalogue.notes,
        )


async def _key(database: Database, api: Api, clock: Clock) -> SecretStr:
    return SecretStr(await in_process_key(database, api, clock=clock.now))


def _cards(catalogue: Catalogue) -> Sequence[ModelCard]:
    return [model.card for model in catalogue.models.values()]
