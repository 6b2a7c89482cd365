"""Live boards: each server's one message, edited soon after a close and at most once a minute."""

import asyncio
import io
from functools import partial
from typing import Final

import discord
import structlog

from cogs.common.boards import board_picture
from cogs.common.boards.looks import Look, Scope
from cogs.common.live import EditFailed, LiveMessage
from cogs.common.look import Reply
from cogs.common.pictures import Drawn, Pictures, Theme
from cogs.common.posting import Edited, Poster
from cogs.leaderboard import screens
from community.boards import Boards, GuildBoard, Picture
from community.boards.live import LiveBoard, LiveStore
from community.clock import Clock
from community.errors import BoardUnrated, StoreUnavailable
from community.places import MessageRef

log = structlog.get_logger(__name__)

LOOK_EVERY: Final = 10.0
"""Seconds between two searches for boards that are not shown as they are."""
EDIT_EVERY: Final = 60.0
"""Least seconds between two edits of one: a message over an hour old takes few (three in six seconds a channel)."""


class LiveBoards:
    """Keeps all live boards fresh. What is not shown when the process ends is shown by the next one."""

    def __init__(self, *, store: LiveStore, boards: Boards, pictures: Pictures, poster: Poster, clock: Clock) -> None:
        self._store = store
        self._boards = boards
        self._pictures = pictures
        self._poster = poster
        self._clock = clock
        self._live: dict[int, LiveMessage] = {}

    async def run(self) -> None:
        """Look for boards that are not shown as they are, until cancelled."""
        try:
            while True:
                try:
                    for live in await self._store.stale():
                        self._changed(live.guild_id)
                except Exception:
                    # A database that is locked now may not be in a moment; without this loop no live board lives.
                    log.exception("live_boards.not_looked")
                await self._clock.sleep(LOOK_EVERY)
        finally:
            await asyncio.gather(*(live.close() for live in self._live.values()))

    async def start(self, live: LiveBoard) -> None:
        """Show this board from now on, in place of the server's earlier one, which stays as it is."""
        await self._store.keep(live)
        self._changed(live.guild_id)

    async def stop(self, guild_id: int) -> bool:
        """Keep the server's fresh no longer; say whether it had one. The message stays."""
        return await self._store.remove(guild_id) is not None

    def _changed(self, guild_id: int) -> None:
        live = self._live.get(guild_id)
        if live is None:
            self._live = {known: one for known, one in self._live.items() if not one.idle}
            edit = partial(self._show, guild_id)
            live = self._live[guild_id] = LiveMessage(edit, sleep=self._clock.sleep, every=EDIT_EVERY)
        live.changed()

    async def _show(self, guild_id: int) -> None:
        try:
            stale = next((live for live in await self._store.stale() if live.guild_id == guild_id), None)
            if stale is not None:
                await self._bring_up_to_date(stale)
        except (StoreUnavailable, BoardUnrated) as error:
            raise EditFailed from error

    async def _bring_up_to_date(self, live: LiveBoard) -> None:
        board = await self._boards.server(live.guild_id, live.filters)
        reply = await self._page(live, board)
        message = live.message
        if message is None or await self._poster.edit(message, reply.view, files=_files(reply)) is Edited.DELETED:
            message = await self._post(live, board, reply)
        if not await self._store.shown(live, message, board.version):
            log.info("live_board.moved", guild=live.guild_id)

    async def _post(self, live: LiveBoard, board: GuildBoard, reply: Reply) -> MessageRef | None:
        """Post it anew; None where nothing can be shown there, and then the next close tries again."""
        nonce = f"live:{live.guild_id % 10**9}:{board.version}"
        message = await self._poster.send(live.channel_id, reply.view, nonce=nonce, files=_files(reply))
        if message is None:
            log.info("live_board.nowhere", guild=live.guild_id, channel=live.channel_id)
        elif not await self._poster.pin(message):
            log.info("live_board.not_pinned", guild=live.guild_id, channel=live.channel_id)
        return message

    async def _page(self, live: LiveBoard, board: GuildBoard) -> Reply:
        look = Look(scope=Scope.SERVER, filters=live.filters, picture=Picture(live.picture))
        server = self._poster.server(live.guild_id) or "This server"
        return screens.board_page(board, look, server=server, drawn=await self._draw(board, look), to_all=True)

    async def _draw(self, board: GuildBoard, look: Look) -> Drawn | None:
        if look.picture is Picture.NONE or not board.board.standings:
            return None
        return await self._pictures.draw(*board_picture(board, 0, Theme(look.picture)))


def _files(reply: Reply) -> list[discord.File]:
    return [] if reply.file is None else [discord.File(io.BytesIO(reply.file.content), reply.file.name)]
