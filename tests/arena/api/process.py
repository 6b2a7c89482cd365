"""`blindbout arena …` in a process of its own."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.commands import Running, Start, finished, forked
from tests.support.database import database_url

START_SECONDS = 30


@dataclass
class ServedByProcess:
    base_url: str
    process: Running

    async def stop(self) -> int:
        """Ask it to stop, as a container runtime does, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            return await self.process.wait()

    async def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()


def _environment(file: Path) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database_url(file), "BLINDBOUT_VOTE_DELAY": "1"}


async def arena_command(*arguments: str, file: Path, begin: Start = forked) -> tuple[int, str, str]:
    """Run one command to its end: exit code, standard output, standard error."""
    process = await begin("arena", *arguments, folder=file.parent, environment=_environment(file))
    async with asyncio.timeout(START_SECONDS):
        return await finished(process)


@asynccontextmanager
async def serving_process(file: Path, *arguments: str) -> AsyncIterator[ServedByProcess]:
    """`blindbout arena serve` on a free port and the database at `file`; killed at the end if it still runs."""
    process = await forked(
        "arena", "serve", "--port", "0", *arguments, folder=file.parent, environment=_environment(file)
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
        assert line.startswith("House arena: http://127.0.0.1:")
        yield ServedByProcess(line.removeprefix("House arena: ").strip(), process)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()
