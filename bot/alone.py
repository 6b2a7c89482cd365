"""`blindbout arena serve`: the house arena in a process of its own, without a bot."""

import asyncio

import typer

from arena.providers import open_models
from bot.house import house_arena, models_config, report
from bot.outside import open_outside
from bot.settings import Settings
from storage.database import open_database
from storage.migrating import migrate


async def serve_alone(settings: Settings, host: str, port: int) -> None:
    """Serve it until cancelled; `port` 0 takes a free one.

    Raises:
        ModelsFileError: the file of models cannot be used.
        StorageError: the database cannot be used.
        OSError: the address cannot be used.
    """
    async with open_database(settings.database_url) as database:
        await migrate(database, "arena")
        async with open_models(models_config(settings)) as catalogue, open_outside(settings) as outside:
            report(catalogue)
            async with house_arena(
                database,
                catalogue.models,
                vote_delay=settings.vote_delay,
                host=host,
                port=port,
                trusted_proxies=settings.trusted_proxies,
                outside=outside,
            ) as house:
                typer.echo(f"House arena: {house.base_url}")
                await asyncio.Event().wait()
