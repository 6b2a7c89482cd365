"""The buttons that turn the pages of what members wrote."""

import re
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item

from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.insights.face import InsightsFace
from cogs.insights.screens import PAGE_ID


class FeedbackButton(Guarded, DynamicItem[Button[Any]], template=rf"{PAGE_ID}(?P<page>[0-9]{{1,5}})"):
    """Previous, Next."""

    def __init__(self, page: int) -> None:
        super().__init__(Button(custom_id=f"{PAGE_ID}{page}"))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the page's number."""
        return cls(int(match["page"]))

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Show that page."""
        await face_of(interaction, InsightsFace).feedback(interaction, page=self.page)
