"""Points the unchanged discord.py at a sandbox, and runs bare clients on it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from sandbox import Sandbox

READY_SECONDS = 20


@contextmanager
def pointed_at(sandbox: Sandbox) -> Iterator[None]:
    """Inside the block discord.py talks to `sandbox`; afterwards to Discord again."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE
    Route.BASE = sandbox.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)
    discord.asset.Asset.BASE = sandbox.cdn_url
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE = before


class BareBot(discord.Client):
    """A client with a command tree and nothing else; it is ready soon after its guild is there."""

    def __init__(self, **options: Any) -> None:
        intents = options.pop("intents", discord.Intents.default())
        super().__init__(intents=intents, guild_ready_timeout=0.05, **options)
        self.tree = app_commands.CommandTree(self)


@asynccontextmanager
async def running(bot: discord.Client, sandbox: Sandbox) -> AsyncIterator[None]:
    """Connect `bot`, wait until it is ready, and close it at the end of the block."""
    with pointed_at(sandbox):
        await bot.login(sandbox.bot_token)
        connection = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(bot.wait_until_ready())
        try:
            await asyncio.wait({connection, ready}, timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                await connection
            assert ready.done(), "the bot did not get ready"
            yield
        finally:
            ready.cancel()
            await bot.close()
            await connection
