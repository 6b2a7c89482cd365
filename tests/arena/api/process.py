"""`blindbout arena …` in a process of its own."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.database import database_url

START_SECONDS = 30
COMMAND = (str(Path(sys.executable).with_name("blindbout")), "arena")


@dataclass
class ServedByProcess:
    base_url: str
    process: Process

    async def stop(self) -> int:
        """Ask it to stop, as a container runtime does, and return its exit code."""
        self.process.terminate()
        async with asyncio.timeout(START_SECONDS):
            return await self.process.wait()

    async def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        self.process.kill()
        await self.process.wait()


def _environment(file: Path) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database_url(file), "BLINDBOUT_VOTE_DELAY": "1"}


async def arena_command(*arguments: str, file: Path) -> tuple[int, str, str]:
    """Run one command to its end: exit code, standard output, standard error."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, *arguments, env=_environment(file), cwd=file.parent, stdout=PIPE, stderr=PIPE
    )
    async with asyncio.timeout(START_SECONDS):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


@asynccontextmanager
async def serving_process(file: Path, *arguments: str) -> AsyncIterator[ServedByProcess]:
    """`blindbout arena serve` on a free port and the database at `file`; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        "serve",
        "--port",
        "0",
        *arguments,
        env=_environment(file),
        cwd=file.parent,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
        assert line.startswith("House arena: http://127.0.0.1:")
        yield ServedByProcess(line.removeprefix("House arena: ").strip(), process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
