"""Answering a start with the battle's public message, whatever has become of the interaction meanwhile."""

from typing import Any

import aiohttp
import discord
import structlog

from cogs.battle import screens
from cogs.common.errors import is_too_late
from community.battles import Battle, MessageRef

log = structlog.get_logger(__name__)


async def answer_with(
    interaction: discord.Interaction[Any], battle: Battle, view: discord.ui.LayoutView
) -> MessageRef | None:
    """Show the battle to the channel; None where Discord took the message but did not say which it is.

    Raises:
        discord.HTTPException, aiohttp.ClientError: the battle is shown nowhere.
    """
    if interaction.response.is_done():
        # The first answer after a private "thinking" is private whatever it asks for.
        await interaction.followup.send(view=screens.started())
        message = await interaction.followup.send(view=view, wait=True)
        return MessageRef(battle.channel_id, message.id)
    try:
        response = await interaction.response.send_message(view=view)
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        if is_too_late(error):
            raise
        return await _taken_all_the_same(interaction, battle, error)
    return None if response.message_id is None else MessageRef(battle.channel_id, response.message_id)


async def _taken_all_the_same(interaction: discord.Interaction[Any], battle: Battle, error: Exception) -> MessageRef:
    """The message, where Discord has it although its answer was lost; else the error goes on."""
    log.info("battle.answer_lost", battle=battle.id, error=str(error))
    try:
        message = await interaction.original_response()
    except (discord.HTTPException, aiohttp.ClientError, discord.ClientException):
        raise error from None
    return MessageRef(battle.channel_id, message.id)
