"""The REST API as a bot's library calls it, without the library."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp

from sandbox import Sandbox
from tests.sandbox.members import channel_id


class Answer(NamedTuple):
    status: int
    body: Any
    headers: Mapping[str, str]


class Rest:
    """Calls with the bot's token; paths are relative to the API."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    async def __call__(self, method: str, path: str, *, token: str | None = None, **options: Any) -> Answer:
        headers = {"Authorization": f"Bot {token or self.sandbox.bot_token}"}
        url = f"{self.sandbox.api_url}{path}"
        async with self.session.request(method, url, headers=headers, **options) as response:
            raw = await response.read()
            return Answer(response.status, await response.json() if raw else None, response.headers.copy())

    def channel(self, name: str = "arena") -> str:
        """The path of a channel by its name."""
        return f"/channels/{channel_id(self.sandbox, name)}"

    async def send(self, **body: Any) -> dict[str, Any]:
        """Post a message to #arena, which must succeed."""
        answer = await self("POST", f"{self.channel()}/messages", json=body)
        assert answer.status == 200, answer.body
        return dict(answer.body)


@asynccontextmanager
async def calling(sandbox: Sandbox) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as session:
        yield Rest(sandbox, session)
