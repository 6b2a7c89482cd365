"""What the sandbox itself costs: interactions at a steady rate, against a bare discord.py that only acknowledges.

The sandbox runs in this process, the bot in one of its own, on real sockets. A button is pressed `--rate` times a
second by turns of the five members; measured is the time from the press to the moment in which the page of the member
is told that the bot has answered. Nothing may be lost, and the 99th percentile is to stay under 50 ms at 300 a second,
so that the benchmarks of the bot measure the bot.

    python -m benchmarks.sandbox_load --seconds 60 --rate 300

On a machine that does other work, `chrt -r 5` before it lets it measure the sandbox and not its neighbours.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import numpy as np
import structlog

import sandbox
from sandbox import Sandbox
from tests.support.bare_bot import bare_bots

BUTTON = {"type": 2, "style": 1, "label": "Press", "custom_id": "press"}
TARGET_MS = 50.0
LAST_SECONDS = 5.0
"""How long to wait for the last answers: longer than Discord would."""


class Watch:
    """When each interaction began and ended, as the stream of a member's page tells it."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}
        self.took: dict[str, float] = {}
        self.failed = 0
        self._news = asyncio.Event()

    async def settle(self) -> None:
        """Wait until every interaction has ended."""
        while len(self.began) > len(self.took) + self.failed:
            self._news.clear()
            await self._news.wait()

    def tell(self, event: str, data: dict[str, Any]) -> None:
        if event == "interaction_done":
            interaction = data["interaction_id"]
            self.took[interaction] = time.perf_counter() - self.began[interaction]
        elif event == "interaction_failed":
            self.failed += 1
        self._news.set()


@asynccontextmanager
async def watching(server: Sandbox, people: list[str]) -> AsyncIterator[Watch]:
    """Hear what every member's page hears, over HTTP."""
    watch = Watch()
    base = server.page_url.partition("/?")[0]

    async def listen(session: aiohttp.ClientSession, user_id: str, opened: asyncio.Event) -> None:
        query = {"as": user_id, "token": server.token}
        async with session.get(f"{base}/sandbox/events", params=query) as stream:
            event = ""
            async for raw in stream.content:
                opened.set()
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    watch.tell(event, json.loads(value))

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout()) as session:
        opened = [asyncio.Event() for _ in people]
        streams = [asyncio.create_task(listen(session, *one)) for one in zip(people, opened, strict=True)]
        await asyncio.gather(*(event.wait() for event in opened))
        try:
            yield watch
        finally:
            for stream in streams:
                stream.cancel()
            await asyncio.gather(*streams, return_exceptions=True)


async def posted(server: Sandbox, channel_id: str) -> str:
    """A message with the button, sent by the bot."""
    url = f"{server.api_url}/channels/{channel_id}/messages"
    body = {"content": "Press", "components": [{"type": 1, "components": [BUTTON]}]}
    headers = {"Authorization": f"Bot {server.bot_token}"}
    async with aiohttp.ClientSession() as session, session.post(url, json=body, headers=headers) as response:
        return str((await response.json())["id"])


async def pressed(server: Sandbox, watch: Watch, people: list[str], *, rate: float, seconds: float) -> None:
    """Press at the rate, whether or not answers come: a load that waits for answers hides what is slow."""
    channel_id = next(iter(server.world.guild.channels))
    message_id = await posted(server, channel_id)
    start = time.perf_counter()
    for number in range(int(rate * seconds)):
        ahead = start + number / rate - time.perf_counter()
        await asyncio.sleep(max(0.0, ahead))
        began = time.perf_counter()
        opened = server.members.component(people[number % len(people)], channel_id, message_id, "press", [])
        watch.began[opened.id] = began
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LAST_SECONDS):
            await watch.settle()


async def measured(rate: float, seconds: float) -> Watch:
    async with sandbox.run() as server, bare_bots(server):
        people = [m.user.id for m in server.world.guild.members.values() if not m.user.bot]
        async with watching(server, people) as watch:
            await pressed(server, watch, people, rate=rate, seconds=seconds)
        return watch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=300.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    before = os.getloadavg()[0]
    watch = asyncio.run(measured(given.rate, given.seconds))
    took = np.array(list(watch.took.values())) * 1000
    lost = len(watch.began) - len(watch.took)
    p50, p99 = np.percentile(took, [50, 99])
    print(f"interactions  {len(watch.began)} in {given.seconds:g} s, {given.rate:g} a second")
    print(f"lost          {lost}")
    print(f"milliseconds  p50 {p50:.1f}  p99 {p99:.1f}  most {took.max():.1f}")
    print(f"machine       {os.cpu_count()} cores, load {before:.2f} before and {os.getloadavg()[0]:.2f} after")
    raise SystemExit(0 if lost == 0 and p99 < TARGET_MS else 1)


if __name__ == "__main__":
    main()
