"""The command line: `blindbout …`. Each group of commands has a module of its own."""

from bot.cli.arena import app as arena
from bot.cli.export import export_guild
from bot.cli.main import app

app.command("export")(export_guild)
app.add_typer(arena, name="arena")

__all__ = ["app"]
