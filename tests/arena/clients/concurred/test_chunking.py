"""Where a network cuts the bytes of a stream changes nothing."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from arena.clients import ArenaError, ConcurredClient
from arena.wire.concurred import dump_event
from tests.arena.clients.concurred.streaming import CK, EVENTS, FIGHT, gathered, sse

SPEAKING: list[dict[str, Any]] = [
    EVENTS[0],
    {"type": "agent_complete", "agent": "grok", "message": 'Wärum? 为什么 🤖\u2028"\r\n\\ \u0085 end'},
    {"type": "tomorrow", "data": {"nested": ["ß", None]}},
    EVENTS[-1],
]


class _Pieces(httpx.AsyncByteStream):
    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


class _Network(httpx.AsyncBaseTransport):
    """Delivers exactly these pieces; a real socket would put some together."""

    def __init__(self, pieces: list[bytes], content_type: str) -> None:
        self.body = _Pieces(pieces)
        self._content_type = content_type

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        headers = {"Content-Type": self._content_type}
        return httpx.Response(200, headers=headers, stream=self.body, request=request)


def _read(pieces: list[bytes], content_type: str = "text/event-stream") -> list[dict[str, object]]:
    async def read() -> list[dict[str, object]]:
        async with httpx.AsyncClient(transport=_Network(pieces, content_type)) as http:
            client = ConcurredClient(http, base_url="http://arena.example", key=SecretStr(CK))
            came, failure = await gathered(client.stream_fight(FIGHT))
        assert failure is None
        return [dump_event(event) for event in came]

    return asyncio.run(read())


def _written(newline: str, *, comments: bool = False) -> bytes:
    """JSON with the characters themselves, so that some take several bytes."""
    between = f": keep-alive{newline}{newline}" if comments else ""
    return "".join(
        f"{between}data: {json.dumps(event, ensure_ascii=False)}{newline}{newline}" for event in SPEAKING
    ).encode()


@given(
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    comments=st.booleans(),
    cuts=st.lists(st.integers(0, len(_written("\r\n", comments=True))), max_size=40),
)
def test_any_chunking_gives_the_same_events(*, newline: str, comments: bool, cuts: list[int]) -> None:
    body = _written(newline, comments=comments)
    borders = [0, *sorted(cuts), len(body)]
    pieces = [body[start:end] for start, end in pairwise(borders)]
    assert _read(pieces) == SPEAKING


def test_a_stream_byte_by_byte_gives_the_same_events() -> None:
    body = _written("\n")
    assert _read([body[place : place + 1] for place in range(len(body))]) == SPEAKING


@pytest.mark.parametrize("content_type", ["text/event-stream; charset=iso-8859-1", "text/event-stream;charset=UTF-8"])
def test_a_stream_is_utf_8_whatever_its_header_says(content_type: str) -> None:
    assert _read([_written("\n")], content_type) == SPEAKING


def test_a_byte_order_mark_does_not_swallow_the_first_event() -> None:
    assert _read([b"\xef", b"\xbb\xbf" + _written("\n")]) == SPEAKING


def test_fields_and_lines_beside_the_data_say_nothing() -> None:
    body = _written("\n").replace(b"data:", b"id: 7\nevent: message\nretry: 5\ndata:").replace(b"\n\n", b"\n\n\n")
    assert _read([b"\n\n" + body]) == SPEAKING


@pytest.mark.parametrize("body", [sse(*EVENTS), sse(*EVENTS[:-1], "[DONE]"), sse(*EVENTS[:3], "{")])
@pytest.mark.parametrize("taken", [1, 20])
@pytest.mark.parametrize("call", [lambda client: client.stream_fight(FIGHT), lambda client: client.stream_chat(FIGHT)])
async def test_the_connection_is_closed_when_leaving_returns(
    body: bytes, taken: int, call: Callable[[ConcurredClient], AsyncGenerator[Any, None]]
) -> None:
    """Not some time later, when nobody refers to the stream any more."""
    network = _Network([body], "text/event-stream")
    async with httpx.AsyncClient(transport=network) as http:
        client = ConcurredClient(http, base_url="http://arena.example", key=SecretStr(CK))
        with contextlib.suppress(ArenaError):
            async with contextlib.aclosing(call(client)) as events:
                for _ in range(taken):
                    await anext(events, None)
        assert network.body.closed
