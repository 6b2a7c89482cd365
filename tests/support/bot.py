"""The real bot in a process of its own, on a sandbox: it can be stopped, and it can be killed."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from sandbox import Sandbox
from tests.support.commands import Running, Start, forked
from tests.support.patience import PATIENCE

OURS: Final = ("DISCORD_", "MODELCHORUS_", "CONCURRED_")
STOP_SECONDS: Final = 15


class BotProcess:
    """`blindbout run` on the baselines, with the database in `folder`."""

    def __init__(self, sandbox: Sandbox, folder: Path, settings: Mapping[str, str], *, begin: Start) -> None:
        self.database = folder / "bot.db"
        self.log: list[dict[str, Any]] = []
        self._folder = folder
        self._begin = begin
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(OURS)},
            "DISCORD_TOKEN": sandbox.bot_token,
            "DISCORD_API_URL": sandbox.api_url,
            "DISCORD_GATEWAY_URL": sandbox.gateway_url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "BLINDBOUT_MODELS": "baselines",
            "BLINDBOUT_VOTE_DELAY": "0",
            "LOG_FORMAT": "json",
            **settings,
        }
        self._news = asyncio.Condition()
        self._process: Running | None = None
        self._reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it and wait until it is connected."""
        self._process = await self._begin("run", folder=self._folder, environment=self._environment)
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(self._process, ready))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait([waiting, self._reading], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        assert ready.is_set(), f"the bot did not connect: {self.log[-5:]}"

    async def logged(self, event: str, *, times: int = 1, **values: Any) -> None:
        """Wait until the log holds this event with these values so many times."""

        def found() -> bool:
            matching = [line for line in self.log if line["event"] == event and values.items() <= line.items()]
            return len(matching) >= times

        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(found)

    def send(self, what: signal.Signals) -> None:
        """Send the process a signal, for instance to make it stand still."""
        assert self._process is not None
        self._process.send_signal(what)

    async def kill(self) -> None:
        """SIGKILL: it gets no chance to put anything in order."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; the exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        assert self._reading is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        async with asyncio.timeout(STOP_SECONDS):
            status = await self._process.wait()
            await self._reading
        return status

    async def _read(self, process: Running, ready: asyncio.Event) -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            try:
                entry = json.loads(line)
            except ValueError:
                entry = {"event": line.decode(errors="replace").rstrip()}
            self.log.append(entry)
            async with self._news:
                self._news.notify_all()
            if entry["event"] == "discord.ready":
                ready.set()


@asynccontextmanager
async def bot_process(
    sandbox: Sandbox, folder: Path, begin: Start = forked, /, **settings: str
) -> AsyncIterator[BotProcess]:
    """A bot that is connected, and stopped at the end."""
    bot = BotProcess(sandbox, folder, settings, begin=begin)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()
