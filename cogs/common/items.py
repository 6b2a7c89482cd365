"""Buttons and selects that survive a restart: their state is their custom id."""

from typing import Any, ClassVar

import discord

from cogs.common.errors import apologise
from cogs.common.notices import ANY, Apology


class Guarded:
    """The error route of a dynamic item; named before `DynamicItem` among the bases.

    discord.py only logs what a dynamic item's callback raises, and drops without a word what its `interaction_check`
    raises; so items write `press`, and this class sees to it that the member is told.
    """

    APOLOGY: ClassVar[Apology] = ANY
    """What the member reads when pressing failed."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Press, and apologise where that fails."""
        try:
            await self.press(interaction)
        except Exception as error:  # noqa: BLE001 - the last guard: the member is told and the log has it
            await apologise(interaction, error, said=self.APOLOGY)

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """What the item does."""
        raise NotImplementedError
