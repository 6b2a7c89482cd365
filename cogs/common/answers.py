"""Answering a member in private."""

from collections.abc import Sequence
from typing import Any

import discord


async def send_privately(
    interaction: discord.Interaction[Any], view: discord.ui.LayoutView, *, files: Sequence[discord.File] = ()
) -> None:
    """Show the member a view that nobody else sees, whether or not the interaction was acknowledged."""
    if interaction.response.is_done():
        await interaction.followup.send(view=view, files=files, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=True)


async def turn_page(interaction: discord.Interaction[Any], view: discord.ui.LayoutView) -> None:
    """Show the view in place of the private page whose button was pressed; beside a public message, as a new page."""
    message = interaction.message
    if message is None or not message.flags.ephemeral or interaction.response.is_done():
        await send_privately(interaction, view)
        return
    await interaction.response.edit_message(view=view)
