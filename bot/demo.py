"""`blindbout demo`: the sandbox, the house arena and the bot in one process, on a database that goes with it."""

import asyncio
import errno
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import typer
from pydantic import SecretStr

from bot.compose import Parts, assembled
from bot.settings import Settings
from community.settings import GuildSettings
from sandbox import Sandbox
from sandbox import run as run_sandbox

ROOMY: Final = GuildSettings(battles_per_day=200, battles_per_member=100, fights_per_day=200, fights_per_member=100)
"""Nobody who tries the bot for an afternoon shall meet a quota: the models are this machine's own."""


async def run_demo(settings: Settings, *, port: int, open_browser: bool) -> None:
    """Run all three until cancelled.

    Raises:
        OSError: the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="blindbout-demo-") as folder:
        async with _on_port(port) as sandbox:
            here = settings.model_copy(
                update={
                    "modelchorus_api_key": None,
                    "concurred_api_key": None,
                    "discord_token": SecretStr(sandbox.bot_token),
                    "discord_api_url": sandbox.api_url,
                    "discord_gateway_url": sandbox.gateway_url,
                    "database_url": f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}",
                }
            )
            typer.echo("Starting the models …")
            async with assembled(here) as parts:
                await parts.settings_store.save(int(sandbox.world.guild.id), ROOMY)
                running = asyncio.create_task(parts.bot.start(parts.token), name="bot")
                await asyncio.wait(
                    [running, ready := asyncio.create_task(parts.bot.wait_until_ready())],
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if ready.done():
                    _introduce(parts)
                    _invite(sandbox.page_url, open_browser=open_browser)
                await running


@asynccontextmanager
async def _on_port(port: int) -> AsyncIterator[Sandbox]:
    try:
        async with run_sandbox(port=port) as sandbox:
            yield sandbox
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise OSError(error.errno, f"Port {port} is taken, perhaps by another demo. Choose one with --port.") from error


def _introduce(parts: Parts) -> None:
    typer.echo(f"{len(parts.models)} contestants: {', '.join(card.name for card in parts.models)}")
    for note in parts.notes:
        typer.echo(note)


def _invite(url: str, *, open_browser: bool) -> None:
    typer.echo(f"\nOpen  {url}\n")
    typer.echo("Type /battle start or /fight start in the page. Be another member with the switch at the top right.")
    typer.echo("Everything is gone when you stop it with Ctrl+C.")
    if open_browser:
        webbrowser.open(url)
