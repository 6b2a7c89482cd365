"""Cuts connections as a broken network does: the other side reads no answer and no close frame."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

_EXTENSION = "sandbox.abort"


def cut(scope: Scope) -> None:
    """Abort the connection on which this request came."""
    abort: Callable[[], None] = scope["extensions"][_EXTENSION]
    abort()


def _with_abort(app: ASGIApp, transport: asyncio.BaseTransport) -> ASGIApp:
    async def carried(scope: Scope, receive: Receive, send: Send) -> None:
        extensions: dict[str, Any] = {**(scope.get("extensions") or {}), _EXTENSION: transport.abort}  # type: ignore[attr-defined]  # sockets have it
        await app({**scope, "extensions": extensions}, receive, send)

    return carried


class CuttableHttp(HttpToolsProtocol):
    """HTTP whose requests know their connection: ASGI has no other way to break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Remember the connection for the requests on it."""
        super().connection_made(transport)
        self.app = _with_abort(self.app, transport)


class CuttableWebSocket(WebSocketsSansIOProtocol):
    """The same for websockets."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the connection for the session on it."""
        super().connection_made(transport)
        self.app = _with_abort(self.app, transport)
