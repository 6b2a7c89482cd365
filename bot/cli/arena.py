"""`blindbout arena …`: serve the house arena alone, and manage its keys."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from arena.engine.errors import ArenaError
from arena.engine.keys import BATTLES_PER_DAY, KeyRing
from arena.engine.values import Api, Key, Tier
from bot.cli.common import plain_errors
from bot.logs import configure
from bot.process import run_until_signalled
from bot.settings import Settings
from community.clock import SystemClock
from storage.arena.keys import KeyTable
from storage.database import open_database
from storage.migrating import migrate

app = typer.Typer(help="An arena of your own that speaks the APIs of ModelChorus and Concurred.", no_args_is_help=True)
keys_app = typer.Typer(help="Who may use the arena.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")

DEFAULT_PORT: Final = 8765
BASELINES: Final = "baselines"

DatabaseUrl = Annotated[str | None, typer.Option("--database", metavar="URL", help="Instead of DATABASE_URL.")]


class KeyTier(StrEnum):
    """The tiers a key can have."""

    STANDARD = "standard"
    READ = "read"
    WRITE = "write"


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = DEFAULT_PORT,
    database: DatabaseUrl = None,
    models: Annotated[
        str | None, typer.Option(metavar="FILE|baselines", help="A TOML of models, or the baselines alone.")
    ] = None,
) -> None:
    """Serve the house arena until stopped. Prints its address once it answers."""
    from arena.providers import ModelsFileError  # noqa: PLC0415 - keys are made without models
    from bot.alone import serve_alone  # noqa: PLC0415 - and without a web server

    with plain_errors(ArenaError, ModelsFileError):
        settings = _settings(database)
        if models is not None:
            choice = BASELINES if models == BASELINES else Path(models)
            settings = settings.model_copy(update={"blindbout_models": choice})
        run_until_signalled(serve_alone(settings, host, port))


@keys_app.command("create")
def create_key(
    api: Annotated[Api, typer.Option(help="The API the key is for.")] = Api.MODELCHORUS,
    tier: Annotated[KeyTier, typer.Option(help="What the key may do.")] = KeyTier.WRITE,
    battles_per_day: Annotated[
        int, typer.Option(min=1, help="Battles in 24 hours; only a ModelChorus write key has such a limit.")
    ] = BATTLES_PER_DAY,
    name: Annotated[str, typer.Option(help="A note for you, shown in the list.")] = "",
    database: DatabaseUrl = None,
) -> None:
    """Make a key and print it, alone. It is not kept and cannot be shown again."""

    async def create() -> str:
        async with _keys(_settings(database)) as keys:
            return await keys.create(api=api, tier=Tier(tier), name=name, battles_per_day=battles_per_day)

    with plain_errors(ArenaError):
        typer.echo(asyncio.run(create()))


@keys_app.command("list")
def list_keys(database: DatabaseUrl = None) -> None:
    """List the keys, the oldest first. Their secrets are not kept."""

    async def all_keys() -> list[Key]:
        async with _keys(_settings(database)) as keys:
            return list(await keys.all())

    with plain_errors(ArenaError):
        for key in asyncio.run(all_keys()):
            typer.echo(_line(key))


@keys_app.command("revoke")
def revoke_key(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="From `keys list`.")], database: DatabaseUrl = None
) -> None:
    """Make a key useless at once."""

    async def revoke() -> None:
        async with _keys(_settings(database)) as keys:
            await keys.revoke(key_id)

    with plain_errors(ArenaError):
        asyncio.run(revoke())


def _settings(database: str | None) -> Settings:
    settings = Settings.load()
    configure(settings.log_level, settings.log_format)
    return settings if database is None else settings.model_copy(update={"database_url": database})


@asynccontextmanager
async def _keys(settings: Settings) -> AsyncIterator[KeyRing]:
    async with open_database(settings.database_url) as database:
        await migrate(database, "arena")
        yield KeyRing(KeyTable(database), SystemClock().now)


def _line(key: Key) -> str:
    daily = "no daily limit" if key.battles_per_day is None else f"{key.battles_per_day} battles a day"
    pace = daily if key.tier is Tier.WRITE else "no battles"
    used = f"last used {key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never used"
    revoked = f"revoked {key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "valid"
    return "\t".join(
        (key.id, key.api, key.tier, pace, f"made {key.created_at:%Y-%m-%d %H:%M}", used, revoked, key.name)
    )
