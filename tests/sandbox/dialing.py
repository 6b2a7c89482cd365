"""A gateway client by hand."""

import json
from collections.abc import Callable
from typing import Any

import aiohttp

from sandbox import Sandbox

SECONDS = 10
GUILDS, GUILD_MESSAGES = 1 << 0, 1 << 9


class Socket:
    """A gateway client by hand, in plain JSON."""

    def __init__(self, raw: aiohttp.ClientWebSocketResponse) -> None:
        self.raw = raw

    async def next(self) -> dict[str, Any]:
        message = await self.raw.receive(timeout=SECONDS)
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return dict(json.loads(message.data))

    async def until(self, event: str) -> dict[str, Any]:
        while (payload := await self.next())["t"] != event:
            pass
        return payload

    async def identify(self, server: Sandbox, **more: Any) -> dict[str, Any]:
        data = {"token": server.bot_token, "intents": GUILDS | GUILD_MESSAGES, "properties": {}, **more}
        await self.raw.send_json({"op": 2, "d": data})
        return await self.next()

    async def closed_with(self) -> int | None:
        while (await self.raw.receive(timeout=SECONDS)).type is aiohttp.WSMsgType.TEXT:
            pass
        return self.raw.close_code


async def dial(session: aiohttp.ClientSession, server: Sandbox) -> Socket:
    socket = Socket(await session.ws_connect(f"{server.gateway_url}?v=10&encoding=json"))
    assert (await socket.next())["op"] == 10
    return socket


class Zipped(Socket):
    """The same, when the gateway compresses; `undo` goes on from payload to payload."""

    def __init__(self, raw: aiohttp.ClientWebSocketResponse, undo: Callable[[bytes], bytes]) -> None:
        super().__init__(raw)
        self._undo = undo

    async def next(self) -> dict[str, Any]:
        message = await self.raw.receive(timeout=SECONDS)
        assert message.type is aiohttp.WSMsgType.BINARY, message
        return dict(json.loads(self._undo(message.data)))
