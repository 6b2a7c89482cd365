"""The commands without a group."""

import typer

app = typer.Typer(
    name="blindbout",
    help="A Discord bot with which a community votes on AI models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
