"""The buttons that turn the pages."""

import re
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item

from cogs.battle.history.face import HistoryFace
from cogs.battle.history.ids import TurnTo
from cogs.common.feature import face_of
from cogs.common.items import Guarded


class PageButton(Guarded, DynamicItem[Button[Any]], template=TurnTo.TEMPLATE):
    """Newer, Older."""

    def __init__(self, to: TurnTo) -> None:
        super().__init__(Button(custom_id=to.encode()))
        self.to = to

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Decode the custom id."""
        return cls(TurnTo.decode(match))

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page."""
        await face_of(interaction, HistoryFace).turn(interaction, self.to)
