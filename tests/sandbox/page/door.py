"""A door that answers the page as the sandbox does, from a script: no bot, no gateway."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.page import STATIC
from tests.sandbox.page import samples

Json = dict[str, Any]

# The policy of the real door, so that a page it would break breaks here.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}


class ScriptedDoor:
    """Holds the messages, collects what the page posts, and sends the events a test asks for."""

    def __init__(self, *messages: Json) -> None:
        self.messages = list(messages)
        self.commands = list(samples.COMMANDS)
        self.posted: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
        self.refuse_with: str | None = None
        self.choices: list[Json] = []
        self.shut = False
        self._streams: dict[asyncio.Queue[str | None], str] = {}
        self._opened = asyncio.Condition()
        self._event_ids = count(1)
        self._interaction_ids = count(1)
        self.streams_opened: defaultdict[str, int] = defaultdict(int)

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._index),
                Mount("/static", StaticFiles(directory=STATIC)),
                Route("/sandbox/state", self._state),
                Route("/sandbox/events", self._events),
                Route("/sandbox/{what}", self._post, methods=["POST"]),
            ]
        )

    def emit(self, event: str, data: Json, *, to: str | None = None) -> None:
        """Send an event to everybody, or to the member with this id."""
        if event in ("message_create", "message_update"):
            others = [known for known in self.messages if known["id"] != data["id"]]
            self.messages = [*others, data]
        line = f"id: {next(self._event_ids)}\nevent: {event}\ndata: {json.dumps(data)}\n\n"
        for stream, member in self._streams.items():
            if to in (None, member):
                stream.put_nowait(line)

    def cut(self) -> None:
        """End every stream, as a server that goes away does."""
        for stream in self._streams:
            stream.put_nowait(None)

    async def opened(self, member: str, times: int = 1) -> None:
        """Wait until this member's page has opened so many streams."""
        async with asyncio.timeout(10), self._opened:
            await self._opened.wait_for(lambda: self.streams_opened[member] >= times)

    async def next_post(self) -> tuple[str, Json]:
        """What the page asked next: the last part of the address, and the body."""
        async with asyncio.timeout(10):
            return await self.posted.get()

    async def _index(self, _request: Request) -> Response:
        return FileResponse(STATIC / "index.html", headers=_HEADERS)

    def _member(self, request: Request) -> str:
        wanted = request.query_params.get("as", samples.MEMBERS[0]["id"])
        return next(str(m["id"]) for m in samples.MEMBERS if wanted in (m["id"], m["username"]))

    async def _state(self, request: Request) -> Response:
        if self.shut:
            return JSONResponse({"error": "Open the address that the sandbox printed."}, 403)
        messages: dict[str, list[Json]] = {channel["id"]: [] for channel in samples.CHANNELS}
        for message in self.messages:
            messages[message["channel_id"]].append(message)
        return JSONResponse(
            {
                "me": self._member(request),
                "guild": samples.GUILD,
                "members": samples.MEMBERS,
                "roles": [{"id": "41", "name": "Moderator", "color": 0}],
                "channels": samples.CHANNELS,
                "commands": self.commands,
                "messages": messages,
            }
        )

    async def _events(self, request: Request) -> Response:
        if self.shut:
            return JSONResponse({"error": "Open the address that the sandbox printed."}, 403)
        member = self._member(request)
        queue: asyncio.Queue[str | None] = asyncio.Queue()

        async def stream() -> AsyncIterator[str]:
            self._streams[queue] = member
            try:
                yield ": open\n\n"
                async with self._opened:
                    self.streams_opened[member] += 1
                    self._opened.notify_all()
                while (line := await queue.get()) is not None:
                    yield line
            finally:
                del self._streams[queue]

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def _post(self, request: Request) -> Response:
        body = await request.json()
        self.posted.put_nowait((request.path_params["what"], body))
        if self.refuse_with is not None:
            return JSONResponse({"error": self.refuse_with}, 422)
        if request.path_params["what"] == "autocomplete":
            return JSONResponse({"choices": self.choices})
        return JSONResponse({"interaction_id": str(next(self._interaction_ids))}, 202)
