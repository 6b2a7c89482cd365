"""Sends requests to one arena with one key: budget, time-outs, and repetition of what is safe to repeat."""

import asyncio
import re
from importlib.metadata import version
from typing import Final, TypeVar
from urllib.parse import quote

import httpx
import stamina
from pydantic import BaseModel, SecretStr

from arena.clients.answers import read
from arena.clients.budget import RequestBudget
from arena.clients.errors import ArenaError, ArenaMalformed, ArenaUnanswered, ArenaUnreachable
from arena.wire import dump

Body = TypeVar("Body", bound=BaseModel)

TIMEOUT: Final = httpx.Timeout(connect=5, read=15, write=10, pool=5)
"""Seconds for each part of one request."""

DEADLINE_SECONDS: Final = 30.0
"""Seconds for a whole call: waiting for the budget, every attempt, and the waits between them."""

_ATTEMPTS: Final = 4
_FIRST_WAIT_SECONDS: Final = 0.25
_JITTER_SECONDS: Final = 0.5
_LONGEST_WAIT_SECONDS: Final = 2.0

_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_HEADER_VALUE: Final = re.compile(r"[!-~]+")
_USER_AGENT: Final = f"blindbout/{version('blindbout')}"


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
        budget: RequestBudget,
        timeout: httpx.Timeout = TIMEOUT,
        deadline: float = DEADLINE_SECONDS,
    ) -> None:
        """`base_url` may end with a slash; `deadline` is in seconds.

        Raises:
            ValueError: the address is no http(s) URL, or the key cannot stand in a header.
        """
        address = httpx.URL(base_url)
        if address.scheme not in {"http", "https"} or not address.host:
            raise ValueError(f"{base_url!r} is not an http or https address")
        if not _HEADER_VALUE.fullmatch(key.get_secret_value()):  # the HTTP library's complaint would hold the key
            raise ValueError("the API key is empty or holds a character that no header can carry")
        self.base_url = base_url.rstrip("/")
        self.budget = budget
        self._http = http
        self._key = key
        self._timeout = timeout
        self._deadline = deadline

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

    async def _call(self, path: str, body: type[Body], request: BaseModel | None) -> Body:
        now = asyncio.get_running_loop().time
        deadline = now() + self._deadline

        def another_try(error: Exception) -> bool | float:
            if not isinstance(error, ArenaError) or not error.transient:
                return False
            if request is not None and not error.nothing_happened:
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
        return await retrying(another_try, self._attempt, path, request, body, deadline)

    async def _attempt(self, path: str, request: BaseModel | None, body: type[Body], deadline: float) -> Body:
        try:
            async with asyncio.timeout_at(deadline):
                await self.budget.acquire()
        except TimeoutError as full:
            raise ArenaUnreachable("the request budget had no room before the deadline") from full
        return read(await self._send(path, request, deadline), body)

    async def _send(self, path: str, request: BaseModel | None, deadline: float) -> httpx.Response:
        try:
            async with asyncio.timeout_at(deadline):
                return await self._http.request(
                    "GET" if request is None else "POST",
                    self.base_url + path,
                    json=None if request is None else dump(request),
                    headers={"Authorization": f"Bearer {self._key.get_secret_value()}", "User-Agent": _USER_AGENT},
                    timeout=self._timeout,
                    follow_redirects=False,
                )
        except _NEVER_SENT as failure:
            raise ArenaUnreachable(f"nothing was sent: {type(failure).__name__}") from failure
        except httpx.DecodingError as failure:
            raise ArenaMalformed("the answer's compression is broken", excerpt="") from failure
        except (httpx.TransportError, TimeoutError) as failure:
            raise ArenaUnanswered(f"sent, but no answer came: {type(failure).__name__}") from failure
