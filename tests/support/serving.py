"""Runs an ASGI app on loopback, inside the loop of the test: real HTTP, real cuts, no second process."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

_START_SECONDS = 10
_GRACEFUL_SECONDS = 1


class _Server(uvicorn.Server):
    """Says when it accepts connections, and leaves the signals to pytest."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepting = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as failure:  # it would end the test run instead of the test
            raise RuntimeError("the app's lifespan failed to start; the captured log says why") from failure
        self.accepting.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serve(app: ASGIApp, *, port: int = 0) -> AsyncIterator[str]:
    """Serve `app` with its lifespan and yield its base URL, without a slash at the end.

    Leaving stops the server; a request still running gets a second, then it is cancelled. `port` 0 takes a free one;
    give a number to come back at an address that was served before.
    """
    # asyncio turns Nagle's delay (40 ms an answer) off only where the protocol is named.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        host, bound_port = listener.getsockname()
        server = _Server(
            uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=_GRACEFUL_SECONDS)
        )
        running = asyncio.create_task(server.serve(sockets=[listener]))
        ready = asyncio.create_task(server.accepting.wait())
        try:
            await asyncio.wait({running, ready}, timeout=_START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await running
            if not server.accepting.is_set():
                raise TimeoutError(f"the app did not start within {_START_SECONDS} s")
            yield f"http://{host}:{bound_port}"
        finally:
            ready.cancel()
            server.should_exit = True
            await running
