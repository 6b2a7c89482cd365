"""Starts and stops a sandbox inside the caller's event loop."""

import asyncio
import ipaddress
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route, WebSocketRoute

from sandbox.clock import Clock, SystemClock
from sandbox.control.api import Control, control_of
from sandbox.core import Core, assemble
from sandbox.door.guard import HostGuard, Key
from sandbox.door.present import Presenter, Render
from sandbox.door.routes import Door
from sandbox.interactions.actions import Actions
from sandbox.page import markdown
from sandbox.rest import applications, cdn, directs, guilds, interactions, messages
from sandbox.rest.routing import not_known
from sandbox.rules.limits import ACKNOWLEDGE_SECONDS
from sandbox.state.world import World
from sandbox.traffic import Traffic
from sandbox.wire import CuttableHttp, CuttableWebSocket

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
_SHUTDOWN_SECONDS = 3
_IDLE_SECONDS = 75
"""As with Discord, clients close idle connections (aiohttp does after 15 s): a server that did it first might meet a
request on its way, which then fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A running Discord on loopback. `page_url` carries the page's secret; `token` is that secret.

    `members` does what people do in the page; `control` does what goes wrong, and what changes from outside.
    `clock_url` is what a bot in another process follows to live by the sandbox's time.
    """

    api_url: str
    gateway_url: str
    page_url: str
    cdn_url: str
    clock_url: str
    bot_token: str
    token: str
    world: World
    traffic: Traffic
    members: Actions
    control: Control


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the process that runs the loop, not to a server inside it."""
        yield


def _application(core: Core, key: Key, control: Control, render: Render, port: int) -> Starlette:
    rest = [route for module in (applications, directs, guilds, messages, interactions) for route in module.routes()]
    application = Starlette(
        routes=[
            WebSocketRoute("/gateway", core.gateway.serve),
            Mount("/api/v10", routes=[*rest, Route("/{path:path}", not_known, methods=_METHODS)]),
            Route("/cdn/attachments/{channel_id}/{attachment_id}/{filename}", cdn.serve, methods=["GET"]),
            *Door(core, key, Presenter(core.world, render), control).routes(),
            Route("/{path:path}", not_known, methods=_METHODS),
        ],
        middleware=[Middleware(HostGuard, port=port)],
    )
    application.state.core = core
    application.router.redirect_slashes = False
    return application


@asynccontextmanager
async def run(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    clock: Clock | None = None,
    wire_clock: Clock | None = None,
    shards: int = 1,
    bot_token: str | None = None,
    token: str | None = None,
    render: Render = markdown.render,
    acknowledge_seconds: float = ACKNOWLEDGE_SECONDS,
) -> AsyncIterator[Sandbox]:
    """Serve a fresh sandbox until the block ends.

    `port` 0 takes a free one. `clock` is the world's time, `wire_clock` that of rates and heartbeats; both are the
    machine's unless others are given. `shards` is how many the bot is told to open. Without `bot_token` and `token`
    (the page's secret) new ones are drawn. `acknowledge_seconds` is how long a first response may take: Discord waits
    3 s; tests that are not about this give more, because a busy machine would fail them. Raises ValueError for a host
    that is not loopback, OSError for a port that is taken.
    """
    address = ipaddress.ip_address(host)
    if not address.is_loopback:
        raise ValueError(f"The sandbox listens on loopback only, not on {host}.")
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004 - IPv6 is its name
    listener = socket.create_server((host, port), family=family)
    # asyncio sets this only on sockets that name their protocol; without it every answer waits 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    number = listener.getsockname()[1]
    authority = f"[{host}]:{number}" if family is socket.AF_INET6 else f"{host}:{number}"
    token = token or secrets.token_urlsafe(24)
    cdn_url, gateway_url = f"http://{authority}/cdn", f"ws://{authority}/gateway"
    core = assemble(
        clock or SystemClock(),
        bot_token=bot_token or secrets.token_urlsafe(32),
        cdn_url=cdn_url,
        gateway_url=gateway_url,
        wire_clock=wire_clock,
        shards=shards,
        acknowledge_seconds=acknowledge_seconds,
    )
    control = control_of(core)
    config = uvicorn.Config(
        _application(core, Key(token, port=number), control, render, number),
        lifespan="off",
        http=CuttableHttp,
        ws=CuttableWebSocket,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        timeout_keep_alive=_IDLE_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    serving.add_done_callback(lambda _: server.ready.set())
    try:
        await server.ready.wait()
        yield Sandbox(
            api_url=f"http://{authority}/api/v10",
            gateway_url=gateway_url,
            page_url=f"http://{authority}/?token={token}",
            cdn_url=cdn_url,
            clock_url=f"http://{authority}/sandbox/control/clock?token={token}",
            bot_token=core.bot_token,
            token=token,
            world=core.world,
            traffic=core.traffic,
            members=core.actions,
            control=control,
        )
    finally:
        core.feed.close()
        await control.clock.close()
        server.should_exit = True
        await serving
        listener.close()
