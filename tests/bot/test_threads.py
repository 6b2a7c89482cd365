"""Ratings are fitted beside the models, so the linear algebra keeps to one thread."""

import os
import sys
from asyncio import create_subprocess_exec, timeout
from asyncio.subprocess import PIPE

import pytest

COUNT = "import bot.cli, os, sys; assert 'numpy' in sys.modules; print(len(os.listdir('/proc/self/task')))"
PATIENCE = 30


async def threads(**environment: str) -> int:
    """How many threads the process of a command has before it does anything."""
    kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    process = await create_subprocess_exec(sys.executable, "-c", COUNT, env=kept | environment, stdout=PIPE)
    async with timeout(PATIENCE):
        out, _ = await process.communicate()
    return int(out)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="threads are counted in /proc")
async def test_a_command_begins_with_one_thread_unless_its_operator_says_otherwise() -> None:
    assert await threads() == 1
    assert await threads(OPENBLAS_NUM_THREADS="2") == min(2, os.cpu_count() or 1)
