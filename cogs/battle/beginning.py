"""[Start a battle], as other features' pages offer it."""

import re
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item

from cogs.battle.face import BattleFace
from cogs.battle.forms import question_form
from cogs.common.beginning import BEGIN, begin_button
from cogs.common.feature import face_of
from cogs.common.items import Guarded
from community.battles import Terms


class BeginButton(Guarded, DynamicItem[Button[Any]], template=re.escape(BEGIN)):
    """Opens the form for the question, as `/battle start` without one does."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], _match: re.Match[str], /
    ) -> Self:
        """The button is always the same."""
        return cls(begin_button())

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Open the form."""
        face = face_of(interaction, BattleFace).starting
        await interaction.response.send_modal(await question_form(interaction, face, Terms()))
