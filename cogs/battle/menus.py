"""The message menu of battles."""

from typing import Any

import discord
from discord import app_commands

from cogs.battle.starting import Starting


def battle_this(face: Starting) -> app_commands.ContextMenu:
    """**Battle this**, in the menu of any message."""

    async def start(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await face.start_from(interaction, message)

    menu = app_commands.ContextMenu(name="Battle this", callback=start)
    menu.guild_only = True
    return menu
