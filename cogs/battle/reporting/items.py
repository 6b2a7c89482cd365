"""The buttons and the select of reports."""

import re
from typing import Any, Final, Self

import discord
from discord.ui import ChannelSelect, DynamicItem, Item

from cogs.battle.buttons import BattleButton, Press
from cogs.battle.menu_ids import Report
from cogs.battle.reporting.face import ReportsFace
from cogs.battle.reporting.forms import ReportForm
from cogs.battle.reporting.screens import REPORTS_CHANNEL
from cogs.common.feature import face_of
from cogs.common.items import Guarded


class ReportButton(BattleButton[Report, ReportsFace], template=Report.TEMPLATE):
    """Report."""

    ACTION = Report
    FACE = ReportsFace

    async def act(self, interaction: Press, _face: ReportsFace) -> None:
        """Ask what is wrong."""
        await interaction.response.send_modal(ReportForm(self.action.battle))


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
