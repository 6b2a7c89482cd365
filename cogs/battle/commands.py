"""`/battle …`."""

from datetime import timedelta
from typing import Any

import discord
from discord import app_commands

from cogs.battle.face import BattleFace
from community.battles import Mode
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
        mode="How the vote ends: at its deadline, or with the first vote",
        minutes="How long the vote stays open, from 1 minute to 24 hours",
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
        prompt: Prompt,
        mode: str = Mode.POLL,
        minutes: Minutes | None = None,
    ) -> None:
        """Start a battle in this channel."""
        window = None if minutes is None else timedelta(minutes=minutes)
        await self._face.start(interaction, prompt, mode=Mode(mode), voting_window=window)
