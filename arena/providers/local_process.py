"""Keeps a process alive that serves a model on loopback, for as long as somebody needs it."""

import asyncio
import contextlib
import json
import secrets
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Self

import stamina
import structlog
from pydantic import SecretStr

from arena.wire import ModelUnreachable

_START_SECONDS = 60.0
"""The weights load in under a second from a warm disk; a cold, slow one gets this long."""
_RESTART_SECONDS = 30.0
"""How long an answer waits for a process that is being started again."""
_STOP_SECONDS = 5.0
_SHORT_LIFE_SECONDS = 2.0
"""A process that dies younger is not started again before it would have been this old."""

log = structlog.get_logger(__name__)


class LocalModelUnavailable(Exception):  # noqa: N818 - reads as what happened
    """The local model cannot be served on this machine. The text is the reason, fit for a sentence after a colon."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the process listens, and the key that it made up for us."""

    url: str
    key: SecretStr


class LocalServer:
    """A running server process. It is started again when it dies, and after a failed start with growing pauses."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: Process | None = None
        self._endpoint: asyncio.Future[Endpoint] = asyncio.get_running_loop().create_future()

    @classmethod
    @contextlib.asynccontextmanager
    async def start(cls, command: Sequence[str]) -> AsyncIterator[Self]:
        """Run `command` (the contract is `arena.providers.local_server`'s) until the block ends.

        Raises:
            LocalModelUnavailable: the process did not come up.
        """
        server = cls(command)
        await server._launch()
        keeper = asyncio.create_task(server._keep_alive(), name="local model")
        try:
            yield server
        finally:
            keeper.cancel()
            await asyncio.wait({keeper})
            await server._stop()

    async def endpoint(self) -> Endpoint:
        """Where to ask now; waits while the process is being started again.

        Raises:
            ModelUnreachable: it does not come back.
        """
        try:
            return await asyncio.wait_for(asyncio.shield(self._endpoint), _RESTART_SECONDS)
        except TimeoutError as error:
            raise ModelUnreachable("the process of the local model does not come back") from error

    @property
    def pid(self) -> int | None:
        """The id of the running process, None while there is none."""
        return None if self._process is None else self._process.pid

    async def _launch(self) -> None:
        try:
            process = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        except OSError as error:
            raise LocalModelUnavailable(f"its process cannot be started ({error})") from error
        self._process = process
        try:
            endpoint = await _introduce(process)
        except BaseException:
            await self._stop()
            raise
        self._endpoint.set_result(endpoint)

    async def _keep_alive(self) -> None:
        loop = asyncio.get_running_loop()
        launch = stamina.AsyncRetryingCaller(attempts=None, timeout=None, wait_initial=1.0, wait_max=60.0).on(
            LocalModelUnavailable
        )
        while self._process is not None:
            began = loop.time()
            status = await self._process.wait()
            lived = loop.time() - began
            self._process, self._endpoint = None, loop.create_future()
            log.warning("local_model.died", status=status, lived_seconds=round(lived, 1))
            await asyncio.sleep(max(0.0, _SHORT_LIFE_SECONDS - lived))
            await launch(self._launch)

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None  # noqa: S101 - it was started with a pipe
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _introduce(process: Process) -> Endpoint:
    """Hand the process its key and wait until it serves."""
    assert process.stdin is not None  # noqa: S101 - it was started with pipes
    assert process.stdout is not None  # noqa: S101 - the same
    key = secrets.token_hex(16)
    process.stdin.write(f"{key}\n".encode())
    try:
        line = await asyncio.wait_for(process.stdout.readline(), _START_SECONDS)
    except TimeoutError as error:
        raise LocalModelUnavailable(f"it was not ready after {_START_SECONDS:g} s") from error
    if not line:
        raise LocalModelUnavailable(f"its process ended early ({_ending(await process.wait())})")
    try:
        report = json.loads(line)
    except ValueError as error:
        raise LocalModelUnavailable("its process printed something else than where it serves") from error
    if "error" in report:
        raise LocalModelUnavailable(report["error"])
    return Endpoint(report["url"], SecretStr(key))


def _ending(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"
