"""`blindbout …` in processes of their own: started as operators do, or forked where many are needed.

To import the bot takes longer than most tests with it. So one process of each worker imports it once, before anything
of it runs, and every forked command begins there: a process of its own all the same, with its own environment, that can
be stopped and killed.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Mapping, Sequence
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Final, Protocol

BLINDBOUT: Final = Path(sys.executable).with_name("blindbout")
_IMPORTED: Final = ["bot.cli", "bot.compose", "bot.alone", "httpcore"]
"""What a command imports, also what it would import only when it is first needed."""

_UNREAD: Final = 1 << 24
"""Bytes of an output that nobody may read: its command must never wait for a reader."""


class Running(Protocol):
    """What tests need of a process; asyncio's own has it too."""

    @property
    def stdout(self) -> StreamReader | None: ...

    @property
    def stderr(self) -> StreamReader | None: ...

    @property
    def returncode(self) -> int | None: ...

    def send_signal(self, signal: int, /) -> None: ...

    async def wait(self) -> int: ...


class Start(Protocol):
    """One of the two ways to start a command."""

    def __call__(self, *arguments: str, folder: Path, environment: Mapping[str, str]) -> Awaitable[Running]: ...


class _Forked:
    """A process that was forked; its two outputs can be read as they come."""

    def __init__(self, process: ForkServerProcess, stdout: StreamReader, stderr: StreamReader) -> None:
        self._process = process
        self.stdout = stdout
        self.stderr = stderr

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, signal: int, /) -> None:
        if self._process.pid is not None and self.returncode is None:
            os.kill(self._process.pid, signal)

    async def wait(self) -> int:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self.returncode is not None
        return self.returncode


async def executed(*arguments: str, folder: Path, environment: Mapping[str, str]) -> Running:
    """Start the installed command, as a shell does."""
    return await asyncio.create_subprocess_exec(
        BLINDBOUT, *arguments, cwd=folder, env=environment, stdout=PIPE, stderr=PIPE
    )


async def forked(*arguments: str, folder: Path, environment: Mapping[str, str]) -> Running:
    """Start the same command from a process that has imported it."""
    context = _context()
    (out, child_out), (err, child_err) = context.Pipe(duplex=False), context.Pipe(duplex=False)
    process = context.Process(target=_become, args=(arguments, folder, dict(environment), child_out, child_err))
    await asyncio.to_thread(process.start)
    child_out.close()
    child_err.close()
    return _Forked(process, await _reader(out), await _reader(err))


async def finished(process: Running) -> tuple[int, str, str]:
    """Wait for the end of a command: its exit status, and all that it wrote to its two outputs."""
    assert process.stdout is not None
    assert process.stderr is not None
    out, err, status = await asyncio.gather(process.stdout.read(), process.stderr.read(), process.wait())
    return status, out.decode(), err.decode()


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    return context


async def _reader(end: Connection) -> StreamReader:
    reader = StreamReader(limit=_UNREAD)
    pipe = os.fdopen(os.dup(end.fileno()), "rb")
    end.close()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


def _become(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: Connection, err: Connection
) -> None:
    """Be the command: its outputs, its folder, its environment, its ways to end."""
    from bot.cli import app  # noqa: PLC0415 - in the child, where it is imported already

    for end, number in ((out, 1), (err, 2)):
        os.dup2(end.fileno(), number)
        end.close()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    app(list(arguments), prog_name="blindbout")
