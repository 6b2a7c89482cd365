"""A bot by hand, on a plain websocket and plain HTTP, and a member with a command for it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox import Sandbox
from tests.sandbox.members import Person, channel_id, people
from tests.sandbox.wire import Rest, calling

SECONDS = 10
Json = dict[str, Any]


class Scene:
    """A bot by hand, and a member with a command to run."""

    def __init__(self, rest: Rest, grace: Person, socket: aiohttp.ClientWebSocketResponse, command: str) -> None:
        self.rest = rest
        self.grace = grace
        self._socket = socket
        self._command = command

    async def press(self) -> str:
        """Run the command; the id of its interaction."""
        arena = channel_id(self.rest.sandbox, "arena")
        status, answer = await self.grace.post("commands", channel_id=arena, command_id=self._command)
        assert status == 202
        return str(answer["interaction_id"])

    async def command(self) -> Json:
        """Run the command and return the interaction that the bot gets."""
        await self.press()
        return await self.interaction()

    async def interaction(self) -> Json:
        return await self.event("INTERACTION_CREATE")

    async def event(self, name: str) -> Json:
        """The data of the next gateway event of this name."""
        while True:
            payload = json.loads((await self._socket.receive(timeout=SECONDS)).data)
            if payload["t"] == name:
                return dict(payload["d"])

    async def respond(self, interaction: Json, kind: int, data: Json | None = None, **query: str) -> Any:
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
        return await self.rest("POST", path, json={"type": kind, "data": data or {}}, params=query)

    def webhook(self, interaction: Json, rest: str = "") -> str:
        return f"/webhooks/{self.rest.sandbox.world.application_id}/{interaction['token']}{rest}"


@asynccontextmanager
async def opened(server: Sandbox, *, intents: int = 1) -> AsyncIterator[Scene]:
    """Both, ready, on this sandbox."""
    async with calling(server) as rest, people(server, "Grace") as (grace,):
        base = f"/applications/{server.world.application_id}/commands"
        created = await rest("POST", base, json={"name": "go", "description": "d"})
        socket = await rest.session.ws_connect(f"{server.gateway_url}?v=10&encoding=json")
        found = Scene(rest, grace, socket, created.body["id"])
        await socket.send_json({"op": 2, "d": {"token": server.bot_token, "intents": intents}})
        await found.event("READY")
        yield found
        await socket.close()
