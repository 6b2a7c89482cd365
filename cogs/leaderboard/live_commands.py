"""`/manage live-board …`."""

from typing import Any, Final

import discord
from discord import app_commands

from arena.wire import Modality
from cogs.common.answers import send_privately
from cogs.common.boards import MODALITIES
from cogs.common.feature import channel_of, guild_of, in_thread, may_post
from cogs.common.look import SLATE, card, words
from cogs.common.options import PICTURES
from cogs.leaderboard.live import LiveBoards
from community.boards import Boards, Filters, Picture
from community.boards.live import LiveBoard

_MODALITIES: Final = [app_commands.Choice(name=name, value=str(value)) for value, name in MODALITIES.items()]


class LiveBoardCommands(app_commands.Group):
    """One message that shows the board as it is."""

    def __init__(self, live: LiveBoards, boards: Boards) -> None:
        super().__init__(name="live-board", description="One pinned message that always shows this server's board")
        self._live = live
        self._boards = boards

    @app_commands.command(name="show", description="Keep one message with this server's board fresh, here or elsewhere")
    @app_commands.describe(
        channel="Where it stands; here unless you say so",
        modality="Battles of text, or of pictures",
        picture="The ground of the picture, or none",
    )
    @app_commands.choices(modality=_MODALITIES, picture=PICTURES)
    async def show(
        self,
        interaction: discord.Interaction[Any],
        *,
        channel: discord.TextChannel | None = None,
        modality: str = Modality.TEXT,
        picture: str = Picture.DARK,
    ) -> None:
        """Post it, and keep it fresh."""
        guild_id, where = guild_of(interaction), channel.id if channel else channel_of(interaction)
        if refused := _refused(interaction, channel, where):
            await send_privately(interaction, card(SLATE, words("### Not there", refused)))
            return
        source = (await self._boards.sources(guild_id, Modality(modality)))[0]
        filters = Filters(source=source, modality=Modality(modality))
        await self._live.start(
            LiveBoard(guild_id=guild_id, channel_id=where, filters=filters, picture=Picture(picture))
        )
        said = (
            f"The board comes to <#{where}> in a moment, and follows each close within about a minute.",
            "I pin it if I may.",
        )
        await send_privately(interaction, card(SLATE, words("### This server has a live board", *said)))

    @app_commands.command(name="stop", description="Keep the message fresh no longer; it stays as it is")
    async def stop(self, interaction: discord.Interaction[Any]) -> None:
        """Stop."""
        stopped = await self._live.stop(guild_of(interaction))
        said = "Its message stays as it is." if stopped else "There was none."
        await send_privately(interaction, card(SLATE, words("### No live board", said)))


def _refused(interaction: discord.Interaction[Any], channel: discord.TextChannel | None, where: int) -> str | None:
    """Why a live board cannot stand there."""
    if in_thread(interaction, channel):
        return "Threads fall asleep, and nothing in them can be kept fresh then. Choose a channel."
    if not may_post(interaction, channel):
        return f"I may not write in <#{where}>, or send pictures there. Let me, or choose another channel."
    return None
