"""Sends requests to one arena with one key: budget, time-outs, and repetition of what is safe to repeat."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from enum import StrEnum
from importlib.metadata import version
from typing import Final, Protocol, TypeVar
from urllib.parse import quote

import httpx
import stamina
from pydantic import BaseModel, SecretStr

from arena.clients.answers import failure, read
from arena.clients.circuit import Circuit
from arena.clients.errors import ArenaCircuitOpen, ArenaError, ArenaMalformed, ArenaUnanswered, ArenaUnreachable
from arena.wire import dump

Body = TypeVar("Body", bound=BaseModel)
Result = TypeVar("Result")

TIMEOUT: Final = httpx.Timeout(connect=5, read=15, write=10, pool=5)
"""Seconds for each part of one request."""

DEADLINE_SECONDS: Final = 30.0
"""Seconds for a whole call: waiting for the budget, every attempt, and the waits between them."""

_ATTEMPTS: Final = 4
_FIRST_WAIT_SECONDS: Final = 0.25
_JITTER_SECONDS: Final = 0.5
_LONGEST_WAIT_SECONDS: Final = 2.0

_EVENT_STREAM: Final = "text/event-stream"
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_HEADER_VALUE: Final = re.compile(r"[!-~]+")
_USER_AGENT: Final = f"blindbout/{version('blindbout')}"


class KeyHeader(StrEnum):
    """Which header carries the key. Concurred takes either, ModelChorus the first."""

    AUTHORIZATION = "Authorization"
    X_API_KEY = "X-API-Key"


class Budget(Protocol):
    """Says when one more request may go out."""

    async def acquire(self) -> None:
        """Wait until it may, and count it."""
        ...


def path_of(*segments: str) -> str:
    """A path of segments; whatever a segment holds stays inside it."""
    return "".join(f"/{_quoted(segment)}" for segment in segments)


def _quoted(segment: str) -> str:
    return segment.replace(".", "%2E") if segment in {".", ".."} else quote(segment, safe="")


class Session:
    """One key at one arena. The connection pool stays open: whoever made it closes it."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        key: SecretStr,
        budget: Budget,
        timeout: httpx.Timeout = TIMEOUT,
        deadline: float = DEADLINE_SECONDS,
        key_header: KeyHeader = KeyHeader.AUTHORIZATION,
        on_headers: Callable[[httpx.Headers], None] | None = None,
        circuit: Circuit | None = None,
    ) -> None:
        """`base_url` may end with a slash; `deadline` is in seconds; `on_headers` sees the headers of every answer.

        Sessions of one arena may share a `circuit`.

        Raises:
            ValueError: the address is no http(s) URL, or the key cannot stand in a header.
        """
        address = httpx.URL(base_url)
        if address.scheme not in {"http", "https"} or not address.host:
            raise ValueError(f"{base_url!r} is not an http or https address")
        if not _HEADER_VALUE.fullmatch(key.get_secret_value()):  # the HTTP library's complaint would hold the key
            raise ValueError("the API key is empty or holds a character that no header can carry")
        self.base_url = base_url.rstrip("/")
        self.deadline = deadline
        self._budget = budget
        self._http = http
        self._key = key
        self._key_header = key_header
        self._timeout = timeout
        self._on_headers = on_headers
        self._circuit = circuit or Circuit()

    async def get(self, path: str, body: type[Body]) -> Body:
        """Ask for something. Repeated after a failure that may pass.

        Raises:
            ArenaError: no usable answer came before the deadline.
        """
        return await self._call(path, body, None)

    async def post(self, path: str, request: BaseModel, body: type[Body]) -> Body:
        """Do something. Repeated only after a failure that may pass and of which it is certain that nothing happened.

        Raises:
            ArenaError: no usable answer came before the deadline.
        """
        return await self._call(path, body, request)

    @asynccontextmanager
    async def stream(self, path: str, request: BaseModel, deadline: float) -> AsyncIterator[httpx.Response]:
        """The open answer to a request for an event stream. Leaving closes its connection at once.

        Opened anew as `post` is; once it is open, never. `deadline` is in the loop's time.

        Raises:
            ArenaError: no stream was opened before the deadline.
        """
        async with AsyncExitStack() as connection:

            async def attempt() -> httpx.Response:
                await self._admit(deadline)
                async with AsyncExitStack() as opening:
                    with self._circuit.attempt():
                        response = await self._open(path, request, deadline, opening)
                    await connection.enter_async_context(opening.pop_all())
                    return response

            yield await self._repeated(attempt, deadline, only_reads=False)

    async def _call(self, path: str, body: type[Body], request: BaseModel | None) -> Body:
        deadline = asyncio.get_running_loop().time() + self.deadline

        async def attempt() -> Body:
            await self._admit(deadline)
            with self._circuit.attempt():
                return read(await self._send(path, request, deadline), body)

        return await self._repeated(attempt, deadline, only_reads=request is None)

    async def _repeated(self, attempt: Callable[[], Awaitable[Result]], deadline: float, *, only_reads: bool) -> Result:
        """`attempt` takes nothing, because what is repeated is logged with its arguments: they would hold a prompt."""
        now = asyncio.get_running_loop().time

        def another_try(error: Exception) -> bool | float:
            if not isinstance(error, ArenaError) or not error.transient or isinstance(error, ArenaCircuitOpen):
                return False
            if not only_reads and not error.nothing_happened:
                return False
            wait = error.retry_after
            if now() + (_LONGEST_WAIT_SECONDS if wait is None else wait) >= deadline:
                return False
            return True if wait is None else wait

        retrying = stamina.AsyncRetryingCaller(
            attempts=_ATTEMPTS,
            timeout=None,  # `another_try` keeps the deadline: it knows how long Retry-After asks to wait
            wait_initial=_FIRST_WAIT_SECONDS,
            wait_jitter=_JITTER_SECONDS,
            wait_max=_LONGEST_WAIT_SECONDS,
        )
        return await retrying(another_try, attempt)

    async def _admit(self, deadline: float) -> None:
        self._circuit.check()
        try:
            async with asyncio.timeout_at(deadline):
                await self._budget.acquire()
        except TimeoutError as full:
            raise ArenaUnreachable("the request budget had no room before the deadline") from full

    async def _send(self, path: str, request: BaseModel | None, deadline: float) -> httpx.Response:
        with _translated():
            async with asyncio.timeout_at(deadline):
                response = await self._http.request(
                    "GET" if request is None else "POST",
                    self.base_url + path,
                    json=None if request is None else dump(request),
                    headers=self._headers(),
                    timeout=self._timeout,
                    follow_redirects=False,
                )
        self._note(response)
        return response

    async def _open(self, path: str, request: BaseModel, deadline: float, opening: AsyncExitStack) -> httpx.Response:
        with _translated():
            async with asyncio.timeout_at(deadline):
                response = await opening.enter_async_context(
                    self._http.stream(
                        "POST",
                        self.base_url + path,
                        json=dump(request),
                        headers=self._headers() | {"Accept": _EVENT_STREAM, "Cache-Control": "no-store"},
                        timeout=self._timeout,
                        follow_redirects=False,
                    )
                )
                self._note(response)
                streams = response.is_success and _EVENT_STREAM in response.headers.get("content-type", "")
                if not streams:
                    await response.aread()
        if not streams:
            raise failure(response)
        return response

    def _headers(self) -> dict[str, str]:
        key = self._key.get_secret_value()
        bearer = self._key_header is KeyHeader.AUTHORIZATION
        return {self._key_header.value: f"Bearer {key}" if bearer else key, "User-Agent": _USER_AGENT}

    def _note(self, response: httpx.Response) -> None:
        if self._on_headers is not None:
            self._on_headers(response.headers)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except _NEVER_SENT as failed:
        raise ArenaUnreachable(f"nothing was sent: {type(failed).__name__}") from failed
    except httpx.DecodingError as failed:
        raise ArenaMalformed("the answer's compression is broken", excerpt="") from failed
    except (httpx.TransportError, TimeoutError) as failed:
        raise ArenaUnanswered(f"sent, but no answer came: {type(failed).__name__}") from failed
