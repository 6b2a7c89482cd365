"""What the commands, buttons and selects of boards do: look at a board, show it."""

from typing import Any

import discord

from cogs.common.answers import turn_page
from cogs.common.feature import guild_of
from cogs.leaderboard import screens
from cogs.leaderboard.custom_ids import Look, Scope
from community.boards import Boards


class LeaderboardFace:
    """The face of boards."""

    def __init__(self, boards: Boards) -> None:
        self._boards = boards

    async def source(self, interaction: discord.Interaction[Any]) -> str:
        """The source whose board is shown where none was asked for."""
        return (await self._boards.sources(guild_of(interaction)))[0]

    async def show(self, interaction: discord.Interaction[Any], look: Look) -> None:
        """Show this page of this board to the member alone."""
        guild_id = guild_of(interaction)
        if look.scope is Scope.SERVER:
            board = await self._boards.server(guild_id, look.filters)
        else:
            board = await self._boards.member(guild_id, interaction.user.id, look.filters)
        name = interaction.guild.name if interaction.guild else "This server"
        await turn_page(interaction, screens.board_page(board, look, server=name))
