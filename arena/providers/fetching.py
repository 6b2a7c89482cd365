"""Fetches a file from an address that somebody else named: only public machines are asked, also after a redirect.

The address is looked up once, checked, and then connected to by its number, so that a name cannot mean another machine
the second time.
"""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import httpx

from arena.wire import AnswerCut, GenerationError, ModelRefused, ModelUnreachable

MAX_BYTES: Final = 20 * 1024 * 1024
_MAX_REDIRECTS: Final = 3
_TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)
_SECONDS: Final = 60.0
"""For a whole fetch, redirects included."""
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses behind which an IPv4 address stands (RFC 6052)."""


@asynccontextmanager
async def open_fetcher() -> AsyncIterator["Fetcher"]:
    """A fetcher with connections of its own. It asks no proxy, which would look names up by itself."""
    async with httpx.AsyncClient(trust_env=False, timeout=_TIMEOUT) as client:
        yield Fetcher(client)


class Fetcher:
    """Fetches pictures."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def fetch_picture(self, address: str, *, loopback: bool) -> bytes:
        """The bytes at an https address of a public machine, or, if `loopback`, at any address of this one.

        Raises:
            GenerationError: the address may not be asked, or what came is no picture or too large.
        """
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._follow(address, loopback=loopback)
        except TimeoutError as error:
            raise ModelUnreachable("the picture did not come in time") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise ModelUnreachable(f"the picture could not be fetched ({type(error).__name__})") from error

    async def _follow(self, address: str, *, loopback: bool) -> bytes:
        url = httpx.URL(address)
        for _ in range(1 + _MAX_REDIRECTS):
            number = await _number_of(url, loopback=loopback)
            request = self._client.build_request(
                "GET",
                url.copy_with(host=number),
                headers={"Host": url.netloc.decode(), "Accept": "image/*"},
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


async def _number_of(url: httpx.URL, *, loopback: bool) -> str:
    """The checked address of the URL's machine; every address that its name stands for has to be allowed."""
    if url.userinfo or not url.host:
        raise ModelRefused("the picture's address may not be asked")
    port = url.port or {"https": 443, "http": 80}.get(url.scheme, 0)
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    numbers = [ipaddress.ip_address(address[0]) for *_, address in found]
    if loopback and numbers and all(number.is_loopback for number in numbers) and url.scheme in {"http", "https"}:
        return str(numbers[0])
    if url.scheme != "https" or not numbers or not all(map(_is_public, numbers)):
        raise ModelRefused("the picture's address may not be asked: it is not a public https address")
    return str(numbers[0])


def _is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _TRANSLATED:
            inner = ipaddress.IPv4Address(number.packed[-4:])
        if inner is not None:
            return _is_public(inner)
    return number.is_global and not number.is_multicast


async def _read(response: httpx.Response) -> bytes:
    if not response.is_success:
        raise _unusable(f"HTTP {response.status_code}")
    if not response.headers.get("content-type", "").lower().startswith(("image/", "application/octet-stream")):
        raise _unusable("it is no picture by its type")
    data = bytearray()
    async for piece in response.aiter_bytes():
        data += piece
        if len(data) > MAX_BYTES:
            raise _unusable(f"it is larger than {MAX_BYTES:,} bytes")
    return bytes(data)


def _unusable(why: str) -> GenerationError:
    return AnswerCut(f"the picture cannot be used: {why}")
