"""The form that asks for the next question."""

from typing import Any, Final

import discord
from discord import ui

from cogs.battle.follow_up.face import FollowUpFace
from cogs.battle.modals import BattleForm, written
from community.battles import BattleId

MAX_INPUT: Final = 4000
"""Discord's longest text field (components/reference#text-input)."""


class FollowUpForm(BattleForm[FollowUpFace]):
    """Asks for the question. Both models remember what was said in this battle."""

    question: ui.Label[Any] = ui.Label(
        text="What shall both models answer next?",
        description="Each remembers its own side of the conversation.",
        component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=MAX_INPUT),
    )

    def __init__(self, battle_id: BattleId) -> None:
        super().__init__(battle_id, FollowUpFace, title="Ask a follow-up")

    async def submit(self, interaction: discord.Interaction[Any], face: FollowUpFace) -> None:
        """Ask it."""
        await face.ask(interaction, self.battle_id, written(self.question))
