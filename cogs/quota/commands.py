"""`/quota`."""

from typing import Any

import discord
from discord import app_commands

from cogs.quota.face import QuotaFace


def quota_command(face: QuotaFace) -> app_commands.Command[Any, [], None]:
    """The command."""

    @app_commands.command(
        name="quota", description="How many battles and fights you, this server and the bot have left for now"
    )
    @app_commands.guild_only()
    async def quota(interaction: discord.Interaction[Any]) -> None:
        await face.show(interaction)

    return quota
