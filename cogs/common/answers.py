"""Answering a member in private."""

import io
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from typing import Any, Final

import aiohttp
import discord

from cogs.common.look import TextFile

MAX_CARDS: Final = 10_000
"""Cards that are remembered; a card is a few kilobytes of memory."""


async def send_privately(
    interaction: discord.Interaction[Any], view: discord.ui.LayoutView, file: TextFile | None = None
) -> None:
    """Show the member a view that nobody else sees, whether or not the interaction was acknowledged."""
    files = [] if file is None else [discord.File(io.BytesIO(file.content), file.name)]
    if interaction.response.is_done():
        await interaction.followup.send(view=view, files=files, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=True)


class LatestCards:
    """Keeps one private card of a kind for each member: a new one takes the earlier one away.

    Members who press a public button several times would otherwise collect cards that contradict each other. The
    cards are known as long as their interactions can be answered and this process lives; older ones stay.
    """

    def __init__(self) -> None:
        self._shown: OrderedDict[Hashable, discord.Interaction[Any]] = OrderedDict()

    async def show(self, interaction: discord.Interaction[Any], kind: Hashable, view: discord.ui.LayoutView) -> None:
        """Show the view, in place of the private page that was pressed, or beside the public message."""
        if _is_private_page(interaction):
            await turn_page(interaction, view)
            return
        stale = self._remember((kind, interaction.user.id), interaction)
        await turn_page(interaction, view)
        if stale is not None and not stale.is_expired():
            # It may be gone already, dismissed by the member.
            with suppress(discord.HTTPException, aiohttp.ClientError):
                await stale.delete_original_response()

    def _remember(self, key: Hashable, interaction: discord.Interaction[Any]) -> discord.Interaction[Any] | None:
        """Keep the newer of the two interactions; the older one, whose card is to go."""
        known = self._shown.pop(key, None)
        newer, stale = (interaction, known) if known is None or known.id < interaction.id else (known, interaction)
        self._shown[key] = newer
        if len(self._shown) > MAX_CARDS:
            self._shown.popitem(last=False)
        return stale


async def turn_page(
    interaction: discord.Interaction[Any], view: discord.ui.LayoutView, file: TextFile | None = None
) -> None:
    """Show the view in place of the private page whose button was pressed; beside a public message, as a new page.

    A file that the page had before goes with it.
    """
    if _is_private_page(interaction) and not interaction.response.is_done():
        files = [] if file is None else [discord.File(io.BytesIO(file.content), file.name)]
        await interaction.response.edit_message(view=view, attachments=files)
    else:
        await send_privately(interaction, view, file)


def _is_private_page(interaction: discord.Interaction[Any]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral
