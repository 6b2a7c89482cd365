"""A discord.py bot that only acknowledges, in a process of its own.

`python -m tests.support.bare_bot API GATEWAY SHARD COUNT`; the token is read from the environment (DISCORD_TOKEN).
It prints "ready" once it is; a command is answered with the shard that got it, everything else with a deferred update.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import discord

from bot.endpoints import point_discord_at
from sandbox import Sandbox

START_SECONDS = 30
STOP_SECONDS = 10


class Acknowledging(discord.Client):
    """Answers within the same turn of its loop."""

    async def on_ready(self) -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.application_command:
            await interaction.response.send_message(f"shard {self.shard_id}")
        else:
            await interaction.response.defer()


async def main(api_url: str, gateway_url: str, shard: str, count: str) -> None:
    point_discord_at(api_url, gateway_url)
    client = Acknowledging(
        intents=discord.Intents(guilds=True),
        shard_id=int(shard),
        shard_count=int(count),
        guild_ready_timeout=0.05,
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
    )
    async with client:
        await client.start(os.environ["DISCORD_TOKEN"])


@asynccontextmanager
async def bare_bots(sandbox: Sandbox, *, shards: int = 1) -> AsyncIterator[None]:
    """One process a shard, all of them connected."""
    async with AsyncExitStack() as stack:
        for shard in range(shards):
            await stack.enter_async_context(_process(sandbox, shard, shards))
        yield


@asynccontextmanager
async def _process(sandbox: Sandbox, shard: int, count: int) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.support.bare_bot"),
        *(sandbox.api_url, sandbox.gateway_url, str(shard), str(count)),
        env={**os.environ, "DISCORD_TOKEN": sandbox.bot_token},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            assert await process.stdout.readline() == b"ready\n"
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
