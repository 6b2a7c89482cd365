"""Fetches a file from an address that somebody else named: only public machines are asked, also after a redirect.

The address is looked up once, checked, and then connected to by its number, so that a name cannot mean another machine
the second time.
"""

import asyncio
import base64
import binascii
import ipaddress
import socket
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Final, Protocol, TypeAlias
from urllib.parse import unquote_to_bytes

import httpx

from arena.providers.bounded import TooLarge, read_within
from arena.providers.trust import trust
from arena.wire import AnswerCut, GenerationError, ModelRefused, ModelUnreachable, PictureSource, PictureUnusable

MAX_BYTES: Final = 20 * 1024 * 1024
_MAX_REDIRECTS: Final = 3
_HTTP: Final = frozenset({"http", "https"})
_TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)
_SECONDS: Final = 60.0
"""For a whole fetch, redirects included."""
_NAMED_SECONDS: Final = 15.0
"""The same for what a person named, who waits for it."""
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses behind which an IPv4 address stands (RFC 6052)."""
_GIVEN_OUT: Final = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out to public machines (IANA, "IPv6 Global Unicast Address Assignments"). The standard
library calls much of the rest global: IPv4 in older clothes (RFC 4291, 2765), networks' own translators (RFC 8215)."""
_Number: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Rule(Protocol):
    """Says whether a machine, one of whose numbers at least is given, may be asked for the file at this address."""

    def __call__(self, url: httpx.URL, numbers: Sequence[_Number]) -> bool: ...


@asynccontextmanager
async def open_fetcher(*, own: Collection[str] = ()) -> AsyncIterator["Fetcher"]:
    """A fetcher with connections of its own. It asks no proxy, which would look names up by itself."""
    async with httpx.AsyncClient(verify=trust(trust_env=False), trust_env=False, timeout=_TIMEOUT) as client:
        yield Fetcher(client, own=own)


class Fetcher(PictureSource):
    """Fetches pictures: those that a model's endpoint made, and those that a person named.

    `own` are origins on this machine (`http://127.0.0.1:8000`) that persons may name all the same: the Discord for
    tests keeps its attachments there.
    """

    def __init__(self, client: httpx.AsyncClient, *, own: Collection[str] = ()) -> None:
        self._client = client
        self._own = frozenset(map(_origin, map(httpx.URL, own)))

    async def fetch_picture(self, address: str, *, loopback: bool) -> bytes:
        """The bytes at an https address of a public machine, or, if `loopback`, at any address of this one.

        Raises:
            GenerationError: the address may not be asked, or what came is no picture or too large.
        """

        def allowed(url: httpx.URL, numbers: Sequence[_Number]) -> bool:
            here = loopback and url.scheme in _HTTP and all(number.is_loopback for number in numbers)
            return here or (url.scheme == "https" and all(map(_is_public, numbers)))

        return await self._fetched(address, allowed, _SECONDS)

    async def fetch(self, address: str) -> bytes:
        """The bytes at an http or https address of a public machine, or in the address if it is a `data:` URL."""

        def allowed(url: httpx.URL, numbers: Sequence[_Number]) -> bool:
            here = _origin(url) in self._own and all(number.is_loopback for number in numbers)
            return here or (url.scheme in _HTTP and all(map(_is_public, numbers)))

        if address[:5].lower() == "data:":
            return _inside(address)
        try:
            return await self._fetched(address, allowed, _NAMED_SECONDS)
        except GenerationError as error:
            raise PictureUnusable(str(error)) from error

    async def _fetched(self, address: str, allowed: _Rule, seconds: float) -> bytes:
        try:
            async with asyncio.timeout(seconds):
                return await self._follow(address, allowed)
        except TimeoutError as error:
            raise ModelUnreachable("the picture did not come in time") from error
        except socket.gaierror as error:
            raise ModelUnreachable("the picture's address names no machine that can be found") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise ModelUnreachable(f"the picture could not be fetched ({type(error).__name__})") from error

    async def _follow(self, address: str, allowed: _Rule) -> bytes:
        url = httpx.URL(address)
        for _ in range(1 + _MAX_REDIRECTS):
            number = await _number_of(url, allowed)
            request = self._client.build_request(
                "GET",
                url.copy_with(host=number),
                headers={"Host": url.netloc.decode(), "Accept": "image/*", "Accept-Encoding": "identity"},
                extensions={"sni_hostname": url.host},
            )
            response = await self._client.send(request, stream=True)
            try:
                if not response.has_redirect_location:
                    return await _read(response)
                url = url.join(response.headers["location"])
            finally:
                await response.aclose()
        raise ModelRefused("the picture's address redirects too often")


async def _number_of(url: httpx.URL, allowed: _Rule) -> str:
    """The checked number of the URL's machine; every number that its name stands for has to be allowed."""
    if url.userinfo or not url.host:
        raise ModelRefused("the picture's address may not be asked")
    port = url.port or {"https": 443, "http": 80}.get(url.scheme, 0)
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    numbers = [ipaddress.ip_address(address[0]) for *_, address in found]
    if not numbers or not allowed(url, numbers):
        raise ModelRefused("the picture's address may not be asked: it is not a public one")
    return str(numbers[0])


def _origin(url: httpx.URL) -> tuple[str, bytes]:
    return url.scheme, url.netloc


def _inside(address: str) -> bytes:
    """What a `data:` URL holds (RFC 2397)."""
    head, comma, data = address[5:].partition(",")
    if not comma or len(data) > MAX_BYTES * 4 // 3:
        raise PictureUnusable("the data: URL is malformed or too large")
    try:
        file = unquote_to_bytes(data)
        return base64.b64decode(file, validate=True) if head.lower().endswith(";base64") else file
    except binascii.Error as error:
        raise PictureUnusable("the data: URL holds no base64") from error


def _is_public(number: _Number) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _TRANSLATED:
            inner = ipaddress.IPv4Address(number.packed[-4:])
        if inner is not None:
            return _is_public(inner)
        if number not in _GIVEN_OUT:
            return False
    return number.is_global and not number.is_multicast


async def _read(response: httpx.Response) -> bytes:
    if not response.is_success:
        raise _unusable(f"HTTP {response.status_code}")
    if not response.headers.get("content-type", "").lower().startswith(("image/", "application/octet-stream")):
        raise _unusable("it is no picture by its type")
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise _unusable("it is compressed, which was not asked for")  # a few packed bytes may unpack to any number
    try:
        return await read_within(response, MAX_BYTES)
    except TooLarge as error:
        raise _unusable(f"it is larger than {MAX_BYTES:,} bytes") from error


def _unusable(why: str) -> GenerationError:
    return AnswerCut(f"the picture cannot be used: {why}")
