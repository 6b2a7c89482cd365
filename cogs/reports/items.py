"""The buttons and the select of reports."""

import re
from typing import Any, Final, Self

import discord
from discord.ui import Button, ChannelSelect, DynamicItem, Item

from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.common.reports import ReportThis
from cogs.reports.face import ReportsFace
from cogs.reports.forms import ReportForm
from cogs.reports.screens import REPORTS_CHANNEL


class ReportButton(Guarded, DynamicItem[Button[Any]], template=ReportThis.TEMPLATE):
    """Report."""

    def __init__(self, action: ReportThis) -> None:
        super().__init__(Button(custom_id=action.encode()))
        self.action = action

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Decode the custom id; nothing is looked up here, where an error would only be logged."""
        return cls(ReportThis.decode(match))

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Ask what is wrong."""
        await interaction.response.send_modal(ReportForm(self.action.about))


class ReportsChannelSelect(Guarded, DynamicItem[ChannelSelect[Any]], template=re.escape(REPORTS_CHANNEL)):
    """Where moderators are told: a channel, or none."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Take the select as it was posted."""
        return cls(item)  # type: ignore[arg-type] # the template matches channel selects only

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the choice."""
        chosen = next((channel.id for channel in self.item.values), None)
        await face_of(interaction, ReportsFace).choose_channel(interaction, chosen)


ITEMS: Final = (ReportButton, ReportsChannelSelect)
