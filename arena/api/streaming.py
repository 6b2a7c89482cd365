"""Event streams, and work that ends with the caller: whoever hangs up stops what is done for them."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import Any, Final, TypeVar

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from arena.api.envelope import NO_STORE

Outcome = TypeVar("Outcome")
Item = TypeVar("Item")

KEEP_ALIVE_SECONDS: Final = 15.0
"""After so much silence a comment says that the stream lives; proxies mostly give up after 60."""
_KEEP_ALIVE: Final = b": keep-alive\n\n"


class EventStream(Response):
    """A stream of server-sent events, each given as its data. Ends what makes them when the caller hangs up.

    It also ends when `closing` in the app's state is set, so that an open stream holds no shutdown up.

    Starlette's own streaming response is left out on purpose: it cancels the iterator again and again until it has
    ended, which leaves a generator no time to wait for what it stops.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[str, None]) -> None:
        super().__init__(headers=NO_STORE | {"X-Accel-Buffering": "no"})
        del self.headers["Content-Length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send one response."""
        closing: asyncio.Event = scope["app"].state.closing
        async with aclosing(self._events):  # also where the caller is gone before the first event
            await while_connected(receive, self._sent(send, closing))

    async def _sent(self, send: Send, closing: asyncio.Event) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(_beating(self._events, closing)) as events:
            async for data in events:
                body = _KEEP_ALIVE if data is None else f"data: {data}\n\n".encode()
                await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def while_connected(receive: Receive, work: Coroutine[Any, Any, Outcome]) -> Outcome:
    """What the work comes to. It is cancelled, and waited for, when the caller hangs up.

    Raises:
        ClientDisconnect: the caller hung up.
    """
    working = asyncio.create_task(work)
    gone = asyncio.create_task(_hung_up(receive))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        for task in (working, gone):
            task.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _beating(items: AsyncGenerator[Item, None], closing: asyncio.Event) -> AsyncGenerator[Item | None, None]:
    """The items until they end or the server closes, and None whenever there was none for a while."""
    end = object()
    closed = asyncio.create_task(closing.wait())
    following: asyncio.Future[Item | object] | None = None
    try:
        while True:
            following = following or asyncio.ensure_future(anext(items, end))
            either: set[asyncio.Future[Any]] = {following, closed}
            done, _ = await asyncio.wait(either, timeout=KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if closed in done:
                return
            if not done:
                yield None
                continue
            item, following = following.result(), None
            if item is end:
                return
            yield item  # type: ignore[misc]  # what is not the end mark is an item
    finally:
        closed.cancel()
        if following is not None:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
