"""The message menu of fights."""

from typing import Any

import discord
from discord import app_commands

from cogs.fight.starting import FightStarting


def fight_over_this(face: FightStarting) -> app_commands.ContextMenu:
    """**Fight over this**, in the menu of any message."""

    async def start(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await face.start_from(interaction, message)

    menu = app_commands.ContextMenu(name="Fight over this", callback=start)
    menu.guild_only = True
    return menu
