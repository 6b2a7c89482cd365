"""Answering a start with a public message, whatever has become of the interaction meanwhile; and its starter alone."""

from collections.abc import Callable, Sequence
from typing import Any

import aiohttp
import discord
import structlog

from cogs.common.errors import is_too_late
from cogs.common.look import SLATE, card, small, words
from cogs.common.quotas import left_line
from community.places import MessageRef
from community.quotas import Left

log = structlog.get_logger(__name__)


async def answer_with(
    interaction: discord.Interaction[Any],
    channel_id: int,
    view: discord.ui.LayoutView,
    *,
    aside: Callable[[], discord.ui.LayoutView],
    turns: bool = False,
) -> MessageRef | None:
    """Show the view to the channel; None where Discord took the message but did not say which it is.

    Where the member already sees that the bot is thinking, that is answered with what `aside` draws; and so is the page
    whose button was pressed, where it `turns`.

    Raises:
        discord.HTTPException, aiohttp.ClientError: the view is shown nowhere.
    """
    if turns:
        await interaction.response.edit_message(view=aside())
        message = await interaction.followup.send(view=view, wait=True)
        return MessageRef(channel_id, message.id)
    if interaction.response.is_done():
        # The first answer after a private "thinking" is private whatever it asks for.
        await interaction.followup.send(view=aside())
        message = await interaction.followup.send(view=view, wait=True)
        return MessageRef(channel_id, message.id)
    try:
        response = await interaction.response.send_message(view=view)
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        if is_too_late(error):
            raise
        return await _taken_all_the_same(interaction, channel_id, error)
    return None if response.message_id is None else MessageRef(channel_id, response.message_id)


async def tell_left(interaction: discord.Interaction[Any], goes: str, left: Sequence[Left]) -> None:
    """Tell the starter alone where the question goes and what is left; what was started goes on if that fails."""
    view = card(SLATE, words(small(goes), left_line(left)))
    try:
        await interaction.followup.send(view=view, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError) as error:
        log.info("opening.left_not_told", error=str(error))


async def _taken_all_the_same(interaction: discord.Interaction[Any], channel_id: int, error: Exception) -> MessageRef:
    """The message, where Discord has it although its answer was lost; else the error goes on."""
    log.info("interaction.answer_lost", interaction=interaction.id, error=str(error))
    try:
        message = await interaction.original_response()
    except (discord.HTTPException, aiohttp.ClientError, discord.ClientException):
        raise error from None
    return MessageRef(channel_id, message.id)
