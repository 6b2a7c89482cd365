"""The command line: `blindbout …`. Each group of commands has a module of its own."""

from bot.cli.arena import app as arena
from bot.cli.main import app

app.add_typer(arena, name="arena")

__all__ = ["app"]
