"""`/battle history`."""

from typing import Any, Literal

import discord
from discord import app_commands

from cogs.battle.history.face import HistoryFace

LONGEST_CHOICE = 100
"""Characters of a choice (interactions/application-commands)."""
Whose = Literal["this server", "mine"]


def history_command(face: HistoryFace) -> app_commands.Command[Any, ..., None]:
    """The command, for the group of battles."""

    @app_commands.command(name="history", description="Battles so far, with links: this server's, yours, or a model's")
    @app_commands.describe(
        whose="All that you can see on this server, or those that you started or voted in",
        model="Only battles of this model; known once names are out",
    )
    async def history(
        interaction: discord.Interaction[Any],
        whose: Whose = "this server",
        model: app_commands.Range[str, 1, LONGEST_CHOICE] | None = None,
    ) -> None:
        await face.show(interaction, mine=whose == "mine", model=model)

    @history.autocomplete("model")
    async def models(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        names = [name for name in await face.names_like(interaction, typed) if len(name) <= LONGEST_CHOICE]
        return [app_commands.Choice(name=name, value=name) for name in names]

    return history
