"""`/battle …`."""

from datetime import timedelta
from typing import Any

import discord
from discord import app_commands

from cogs.battle.face import BattleFace
from cogs.battle.forms import QuestionForm, text_of
from cogs.common.options import Minutes
from community.battles import Mode, Terms
from community.errors import Refusal

Prompt = app_commands.Range[str, 1, 6000]
"""Discord's longest string option (interactions/application-commands)."""


class BattleCommands(app_commands.Group):
    """Blind battles."""

    def __init__(self, face: BattleFace) -> None:
        super().__init__(
            name="battle",
            description="Blind battles: two models answer, you vote, then the names come out",
            guild_only=True,
        )
        self._face = face

    @app_commands.command(name="start", description="Ask two models without seeing their names, and let everybody vote")
    @app_commands.describe(
        prompt="What both models are asked; leave it out for a form with more room",
        file="A text file with a question of up to 10,000 characters; it follows the prompt",
        mode="How the vote ends: at its deadline, or with the first vote",
        minutes="How long the vote stays open; without it, as long as usual on this server",
    )
    @app_commands.choices(
        mode=[
            app_commands.Choice(name="Everybody votes until the deadline", value=Mode.POLL),
            app_commands.Choice(name="The first vote decides", value=Mode.FIRST),
        ]
    )
    async def start(
        self,
        interaction: discord.Interaction[Any],
        prompt: Prompt | None = None,
        file: discord.Attachment | None = None,
        mode: str = Mode.POLL,
        minutes: Minutes | None = None,
    ) -> None:
        """Start a battle in this channel."""
        terms = Terms(mode=Mode(mode), voting_window=None if minutes is None else timedelta(minutes=minutes))
        if prompt is None and file is None:
            await interaction.response.send_modal(QuestionForm(self._face, terms))
            return
        if file is not None:
            # Fetching it takes longer than Discord waits. Private, so that a refusal can be private too.
            await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            parts = [prompt, None if file is None else await text_of(file)]
        except Refusal as refusal:
            await self._face.refuse(interaction, refusal, prompt or "")
            return
        await self._face.start(interaction, "\n\n".join(part for part in parts if part is not None), terms)
