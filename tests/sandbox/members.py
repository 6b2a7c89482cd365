"""Members at the sandbox's door: what the page can do, without the page."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox import Sandbox

EVENT_SECONDS = 10
Json = dict[str, Any]


class Person:
    """One member with an open event stream."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession, name: str) -> None:
        self.sandbox = sandbox
        self._session = session
        members = sandbox.world.guild.members.values()
        self.id = next(m.user.id for m in members if m.display_name == name)
        self._events: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()

    @property
    def _base(self) -> str:
        return self.sandbox.api_url.removesuffix("/api/v10")

    async def listen(self, *, opened: asyncio.Event) -> None:
        """Read the event stream until cancelled."""
        query = {"as": self.id, "token": self.sandbox.token}
        async with self._session.get(f"{self._base}/sandbox/events", params=query) as stream:
            name = ""
            async for raw in stream.content:
                line = raw.decode().rstrip("\n")
                opened.set()
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self._events.put_nowait((name, json.loads(line.removeprefix("data: "))))

    async def event(self, *names: str, within: float | None = EVENT_SECONDS) -> Json:
        """The next event of one of these names; others are passed over. Without `within` whoever asks stops waiting."""
        async with asyncio.timeout(within):
            while True:
                name, data = await self._events.get()
                if name in names:
                    return data

    async def state(self) -> Json:
        """What this member's screen shows."""
        query = {"as": self.id, "token": self.sandbox.token}
        async with self._session.get(f"{self._base}/sandbox/state", params=query) as response:
            assert response.status == 200, await response.text()
            body: Json = await response.json()
            return body

    async def post(self, what: str, **body: Any) -> tuple[int, Json]:
        """Send an action to the door: its status and answer."""
        url = f"{self._base}/sandbox/{what}"
        query = {"token": self.sandbox.token}
        async with self._session.post(url, params=query, json={"as": self.id, **body}) as response:
            answer: Json = await response.json()
            return response.status, answer

    async def run(self, name: str, *options: Json, channel: str = "arena", target_id: str | None = None) -> None:
        """Use a command by its name."""
        command = next(c for c in (await self.state())["commands"] if c["name"] == name)
        status, answer = await self.post(
            "commands",
            channel_id=channel_id(self.sandbox, channel),
            command_id=command["id"],
            options=list(options),
            target_id=target_id,
        )
        assert status == 202, answer

    async def press(self, message: Json, custom_id: str, *values: str) -> tuple[int, Json]:
        """Press a button or choose in a select menu."""
        component = next(c for c in components(message) if c.get("custom_id") == custom_id)
        return await self.post(
            "components",
            channel_id=message["channel_id"],
            message_id=message["id"],
            custom_id=custom_id,
            component_type=component["type"],
            values=list(values),
        )

    async def say(self, content: str, channel: str = "arena") -> Json:
        """Write a message."""
        status, answer = await self.post("messages", channel_id=channel_id(self.sandbox, channel), content=content)
        assert status == 201, answer
        return answer


def channel_id(sandbox: Sandbox, name: str) -> str:
    """The id of the channel with this name."""
    return next(c.id for c in sandbox.world.guild.channels.values() if c.name == name)


def components(message: Json) -> list[Json]:
    """Every component of a message, flat."""
    found: list[Json] = []
    todo = list(message["components"])
    while todo:
        component = todo.pop(0)
        found.append(component)
        todo += component.get("components") or []
        todo += [component["accessory"]] if "accessory" in component else []
    return found


@asynccontextmanager
async def people(sandbox: Sandbox, *names: str) -> AsyncIterator[list[Person]]:
    """These members, listening."""
    # A connection each: the server closes idle ones, and on a busy machine a press may meet one that is being closed.
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        persons = [Person(sandbox, session, name) for name in names]
        opened = [asyncio.Event() for _ in persons]
        streams = [asyncio.create_task(p.listen(opened=o)) for p, o in zip(persons, opened, strict=True)]
        try:
            async with asyncio.timeout(EVENT_SECONDS):
                await asyncio.gather(*(event.wait() for event in opened))
            yield persons
        finally:
            for stream in streams:
                stream.cancel()
            await asyncio.gather(*streams, return_exceptions=True)
