"""The button that confirms."""

import re
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item

from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.common.notices import Apology
from cogs.privacy.face import PrivacyFace
from cogs.privacy.screens import FORGET


class ForgetButton(Guarded, DynamicItem[Button[Any]], template=re.escape(FORGET)):
    """Forget me."""

    APOLOGY = Apology("Not forgotten yet", "Something went wrong here, and everything is as it was. Please try again.")

    def __init__(self) -> None:
        super().__init__(Button(custom_id=FORGET))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], _match: re.Match[str], /
    ) -> Self:
        """There is nothing to decode."""
        return cls()

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Forget whoever pressed."""
        await face_of(interaction, PrivacyFace).forget(interaction)
