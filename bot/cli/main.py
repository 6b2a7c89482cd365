"""The commands without a group. What a command needs is imported by it: no other waits for that."""

import asyncio
from typing import Annotated

import typer

from bot import logs
from bot.cli.common import plain_errors
from bot.process import run_until_signalled
from bot.settings import Settings

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
    from arena.providers import ModelsFileError  # noqa: PLC0415 - of this command
    from bot.compose import run_bot  # noqa: PLC0415 - the same

    with plain_errors(ModelsFileError):
        settings = Settings.load()
        logs.configure(settings.log_level, settings.log_format)
        run_until_signalled(run_bot(settings))


@app.command()
def demo(
    port: Port = 8600,
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,  # noqa: FBT002 - how typer declares a flag
) -> None:
    """Try the bot in your browser: a Discord on this machine, the house arena, no account and no key."""
    from arena.providers import ModelsFileError  # noqa: PLC0415 - of this command
    from bot.demo import run_demo  # noqa: PLC0415 - the same

    with plain_errors(ModelsFileError):
        settings = Settings.load()
        logs.configure("WARNING", settings.log_format)
        run_until_signalled(run_demo(settings, port=port, open_browser=browser))


@app.command()
def sandbox(port: Port = 8600) -> None:
    """Run only the Discord on this machine, for a bot of your own."""
    with plain_errors():
        logs.configure("WARNING", "console")
        run_until_signalled(_serve_sandbox(port))


async def _serve_sandbox(port: int) -> None:
    from sandbox import run as run_sandbox  # noqa: PLC0415 - of this command

    async with run_sandbox(port=port) as running:
        typer.echo(f"Page                 {running.page_url}")
        typer.echo(f"DISCORD_API_URL      {running.api_url}")
        typer.echo(f"DISCORD_GATEWAY_URL  {running.gateway_url}")
        typer.echo(f"DISCORD_TOKEN        {running.bot_token}")
        await asyncio.Event().wait()
