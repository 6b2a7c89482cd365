"""The commands without a group."""

import asyncio
from typing import Annotated, NoReturn

import discord
import typer
from pydantic import ValidationError

from bot import logs
from bot.compose import run_bot
from bot.demo import run_demo
from bot.process import run_until_signalled
from bot.settings import Settings
from sandbox import run as run_sandbox
from storage.errors import StorageError

app = typer.Typer(
    name="blindbout",
    help="A Discord bot with which a community votes on AI models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Port = Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")]


@app.command()
def run() -> None:
    """Run the bot. Settings come from the environment and from .env (see .env.example)."""
    settings = load_settings()
    logs.configure(settings.log_level, settings.log_format)
    if settings.discord_token is None:
        fail(
            "DISCORD_TOKEN is not set. The README shows how to get one; "
            "`blindbout demo` tries the bot without an account."
        )
    try:
        run_until_signalled(run_bot(settings))
    except discord.LoginFailure:
        fail("Discord does not take DISCORD_TOKEN. Copy it anew from the developer portal (Bot, Reset Token).")
    except StorageError as error:
        fail(str(error))


@app.command()
def demo(
    port: Port = 8600,
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,  # noqa: FBT002 - how typer declares a flag
) -> None:
    """Try the bot in your browser: a Discord on this machine, the house arena, no account and no key."""
    settings = load_settings()
    logs.configure("WARNING", settings.log_format)
    try:
        run_until_signalled(run_demo(settings, port=port, open_browser=browser))
    except OSError as error:
        fail(f"The demo could not start on port {port}: {error.strerror}. Another one can be chosen with --port.")


@app.command()
def sandbox(port: Port = 8600) -> None:
    """Run only the Discord on this machine, for a bot of your own."""
    run_until_signalled(_serve_sandbox(port))


async def _serve_sandbox(port: int) -> None:
    async with run_sandbox(port=port) as running:
        typer.echo(f"Page                 {running.page_url}")
        typer.echo(f"DISCORD_API_URL      {running.api_url}")
        typer.echo(f"DISCORD_GATEWAY_URL  {running.gateway_url}")
        typer.echo(f"DISCORD_TOKEN        {running.bot_token}")
        await asyncio.Event().wait()


def load_settings() -> Settings:
    """The settings of this process, or a clear end."""
    try:
        return Settings.load()
    except ValidationError as error:
        lines = [f"{str(problem['loc'][0]).upper()}: {problem['msg']}" for problem in error.errors()]
        fail("A setting cannot be used.\n" + "\n".join(lines))


def fail(message: str) -> NoReturn:
    """Say what is wrong, on standard error, and end with status 1."""
    typer.secho(message, err=True, fg=typer.colors.RED)
    raise typer.Exit(1)
