"""`/suggest`."""

from typing import Any

import discord
from discord import app_commands

from arena.wire import Modality
from cogs.common.options import MODALITIES
from cogs.suggest.face import SuggestFace


def suggest_command(face: SuggestFace) -> app_commands.Command[Any, ..., None]:
    """`/suggest`."""

    @app_commands.command(name="suggest", description="Questions to begin with; one tap starts a battle")
    @app_commands.describe(
        modality="What the models shall make: text, or pictures",
        locale="The language, such as en or pt-BR; without it, this server's",
    )
    @app_commands.choices(modality=MODALITIES)
    @app_commands.guild_only()
    async def suggest(
        interaction: discord.Interaction[Any], modality: str = Modality.TEXT, locale: str | None = None
    ) -> None:
        await face.show(interaction, Modality(modality), locale)

    return suggest
