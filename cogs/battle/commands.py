"""`/battle …`."""

from datetime import timedelta
from typing import Any

import discord
from discord import app_commands

from cogs.battle.face import BattleFace
from community.settings import MAX_WINDOW, MIN_WINDOW

Minutes = app_commands.Range[int, MIN_WINDOW // timedelta(minutes=1), MAX_WINDOW // timedelta(minutes=1)]
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
        prompt="What both models are asked",
        minutes="How long the vote stays open, from 1 minute to 24 hours",
    )
    async def start(
        self, interaction: discord.Interaction[Any], prompt: Prompt, minutes: Minutes | None = None
    ) -> None:
        """Start a battle in this channel."""
        window = None if minutes is None else timedelta(minutes=minutes)
        await self._face.start(interaction, prompt, voting_window=window)
