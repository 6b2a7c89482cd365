"""The form that says what is wrong with a battle."""

from typing import Any

import discord
from discord import ui

from cogs.battle.modals import BattleForm, written
from cogs.battle.reporting.face import ReportsFace
from cogs.common.notices import Apology
from community.battles import BattleId
from community.reports import MAX_WORDS


class ReportForm(BattleForm[ReportsFace]):
    """Asks what is wrong; it may be left empty."""

    APOLOGY = Apology("Not reported", "Something went wrong here. Please try again.")

    def __init__(self, battle_id: BattleId) -> None:
        super().__init__(battle_id, ReportsFace, title="Report this battle")
        self._words: ui.Label[Any] = ui.Label(
            text="What is wrong?",
            description="Moderators get a link to this battle and see that it came from you.",
            component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=MAX_WORDS, required=False),
        )
        self.add_item(self._words)

    async def submit(self, interaction: discord.Interaction[Any], face: ReportsFace) -> None:
        """File the report."""
        await face.report(interaction, self.battle_id, written(self._words))
