"""`/stats` and `/feedback`."""

from typing import Any, Final

import discord
from discord import app_commands

from cogs.insights.face import InsightsFace

SERVER: Final = "server"
WORLD: Final = "world"
_SCOPES: Final = [
    app_commands.Choice(name="This server", value=SERVER),
    app_commands.Choice(name="The world", value=WORLD),
]


def stats_command(face: InsightsFace) -> app_commands.Command[Any, ..., None]:
    """`/stats`."""

    @app_commands.command(name="stats", description="How many vote here, how far they agree, and what surprised them")
    @app_commands.describe(scope="Whose votes are counted")
    @app_commands.choices(scope=_SCOPES)
    @app_commands.guild_only()
    async def stats(interaction: discord.Interaction[Any], scope: str = SERVER) -> None:
        await (face.world_stats(interaction) if scope == WORLD else face.stats(interaction))

    return stats


def feedback_command(face: InsightsFace) -> app_commands.Command[Any, ..., None]:
    """`/feedback`."""

    @app_commands.command(name="feedback", description="What voters wrote about answers, without their names")
    @app_commands.describe(scope="Whose words are shown")
    @app_commands.choices(scope=_SCOPES)
    @app_commands.guild_only()
    async def feedback(interaction: discord.Interaction[Any], scope: str = SERVER) -> None:
        await (face.world_feedback(interaction) if scope == WORLD else face.feedback(interaction))

    return feedback
