"""What the commands, buttons and selects of boards do: look at a board, show it."""

import io
from dataclasses import replace
from typing import Any

import discord

from cogs.common.answers import send_privately, turn_page
from cogs.common.boards import board_picture, history_picture, pages_of
from cogs.common.boards.looks import Look, Scope, Show
from cogs.common.feature import guild_of
from cogs.common.look import Reply
from cogs.common.pictures import Drawn, Pictures, Theme
from cogs.leaderboard import screens
from community.boards import Boards, Filters, GuildBoard, Picture
from community.errors import BoardUnrated


class LeaderboardFace:
    """The face of this server's boards."""

    def __init__(self, boards: Boards, pictures: Pictures) -> None:
        self._boards = boards
        self._pictures = pictures

    async def sources(self, interaction: discord.Interaction[Any]) -> tuple[str, ...]:
        """The sources that this server has boards of, the one to show first first."""
        return await self._boards.sources(guild_of(interaction))

    async def show(self, interaction: discord.Interaction[Any], look: Look) -> None:
        """Show this page of this board to the member alone."""
        board = await self._board_or_why_not(interaction, look)
        if board is not None:
            reply = await self._page(interaction, board, look)
            await turn_page(interaction, reply.view, reply.file)

    async def open(self, interaction: discord.Interaction[Any]) -> None:
        """Show the server's board beside the page whose button was pressed: that page holds a member's question."""
        source, *_ = await self.sources(interaction)
        look = Look(scope=Scope.SERVER, filters=Filters(source=source))
        board = await self._board_or_why_not(interaction, look)
        if board is not None:
            reply = await self._page(interaction, board, look)
            await send_privately(interaction, reply.view, reply.file)

    async def post(self, interaction: discord.Interaction[Any], look: Look) -> None:
        """Show this board to the whole channel, and remember it: the next post says what changed."""
        guild_id, first = guild_of(interaction), replace(look, page=0)
        board = await self._board_or_why_not(interaction, first)
        if board is None:
            return
        reply = await self._page(interaction, board, first, to_all=True)
        files = [] if reply.file is None else [discord.File(io.BytesIO(reply.file.content), reply.file.name)]
        await interaction.response.send_message(view=reply.view, files=files)
        await self._boards.post(guild_id, board)

    async def _board_or_why_not(self, interaction: discord.Interaction[Any], look: Look) -> GuildBoard | None:
        """The board; where there are no ratings the member is told so, beside the page they came from."""
        try:
            return await self._board(interaction, look)
        except BoardUnrated:
            await send_privately(interaction, screens.unrated())
            return None

    async def _board(self, interaction: discord.Interaction[Any], look: Look) -> GuildBoard:
        guild_id = guild_of(interaction)
        if look.scope is Scope.SERVER:
            return await self._boards.server(guild_id, look.filters)
        return await self._boards.member(guild_id, interaction.user.id, look.filters)

    async def _page(
        self, interaction: discord.Interaction[Any], board: GuildBoard, look: Look, *, to_all: bool = False
    ) -> Reply:
        # A board may have become shorter since its page was looked at.
        look = replace(look, page=min(look.page, pages_of(board) - 1))
        return screens.board_page(
            board,
            look,
            server=interaction.guild.name if interaction.guild else "This server",
            drawn=await self._draw(guild_of(interaction), board, look),
            several=len(await self.sources(interaction)) > 1,
            to_all=to_all,
        )

    async def _draw(self, guild_id: int, board: GuildBoard, look: Look) -> Drawn | None:
        if look.picture is Picture.NONE or not board.board.standings:
            return None
        theme = Theme(look.picture)
        if look.show is Show.NOW or look.scope is Scope.ME:
            return await self._pictures.draw(*board_picture(board, look.page, theme))
        moments = await self._boards.history(guild_id, look.filters)
        if not moments:
            return None
        return await self._pictures.draw(*history_picture(board, moments, theme))
