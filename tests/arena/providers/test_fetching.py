"""Where a picture may be fetched from."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from arena.providers import Fetcher, open_fetcher
from arena.providers.fetching import MAX_BYTES
from arena.wire import AnswerCut, GenerationError, ModelRefused, ModelUnreachable
from tests.support.serving import serve


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with open_fetcher() as fetcher:
        yield fetcher


class Shop:
    """Sells pictures, and sends some customers elsewhere."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.app = Starlette(
            routes=[
                Route("/picture", self._picture),
                Route("/page", self._page),
                Route("/large", self._large),
                Route("/to/{where:path}", self._elsewhere),
            ]
        )

    async def _picture(self, request: Request) -> Response:
        self.hosts.append(request.headers["host"])
        return Response(b"a picture", media_type="image/png")

    async def _page(self, _request: Request) -> Response:
        return Response(b"a page", media_type="text/html")

    async def _large(self, _request: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            for _ in range(25):
                yield b"x" * 1_000_000

        return StreamingResponse(pieces(), media_type="image/png")

    async def _elsewhere(self, request: Request) -> Response:
        return RedirectResponse(request.path_params["where"])


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/x",
        "https://127.0.0.1:1/x",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://192.168.1.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/x",
        "https://0.0.0.0/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[64:ff9b::a00:1]/x",
        "https://[2002:a00:1::]/x",
        "https://[fd00::1]/x",
        "https://[fe80::1]/x",
        "https://224.0.0.1/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "http://93.184.216.34/x",
        "https://user:pass@93.184.216.34/x",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "ftp://93.184.216.34/x",
        "//93.184.216.34/x",
        "https://",
        "",
        "https://\x00/",
        "not an address",
    ],
)
async def test_only_public_https_addresses_are_asked(fetcher: Fetcher, address: str) -> None:
    with pytest.raises((ModelRefused, ModelUnreachable)) as raised:
        async with asyncio.timeout(5):
            await fetcher.fetch_picture(address, loopback=False)
    assert "ConnectError" not in str(raised.value)


async def test_a_name_that_means_a_private_machine_is_refused(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_up(host: str, port: int, **_options: Any) -> list[tuple[Any, ...]]:
        assert host == "pictures.example"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    with pytest.raises(ModelRefused):
        await fetcher.fetch_picture("https://pictures.example/x", loopback=False)


async def test_an_endpoint_on_this_machine_may_name_this_machine(fetcher: Fetcher) -> None:
    shop = Shop()
    async with serve(shop.app) as url:
        assert await fetcher.fetch_picture(f"{url}/picture", loopback=True) == b"a picture"
        assert await fetcher.fetch_picture(f"{url}/to/{url}/picture", loopback=True) == b"a picture"
        with pytest.raises(ModelRefused):
            await fetcher.fetch_picture(f"{url}/picture", loopback=False)


async def test_the_machine_that_was_checked_is_the_one_that_is_asked(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up once; the connection goes to the number, and the name into the request."""
    shop = Shop()
    asked: list[str] = []
    real = asyncio.get_running_loop().getaddrinfo

    async def look_up(host: str, port: int, **options: Any) -> Any:
        asked.append(host)
        return await real("127.0.0.1" if host == "pictures.example" else host, port, **options)

    async with serve(shop.app) as url:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
        address = url.replace("127.0.0.1", "pictures.example") + "/picture"
        assert await fetcher.fetch_picture(address, loopback=True) == b"a picture"
    assert asked.count("pictures.example") == 1
    assert shop.hosts == [address.removeprefix("http://").removesuffix("/picture")]


@pytest.mark.parametrize("target", ["https://169.254.169.254/x", "http://10.0.0.1/x", "file:///etc/passwd"])
async def test_a_redirect_is_checked_like_the_first_address(fetcher: Fetcher, target: str) -> None:
    async with serve(Shop().app) as url:
        with pytest.raises(GenerationError):
            async with asyncio.timeout(5):
                await fetcher.fetch_picture(f"{url}/to/{target}", loopback=True)


async def test_redirects_end(fetcher: Fetcher) -> None:
    async with serve(Shop().app) as url:
        round_about = f"{url}/to/" * 4 + f"{url}/picture"
        with pytest.raises(ModelRefused, match="redirects too often"):
            await fetcher.fetch_picture(round_about, loopback=True)


@pytest.mark.parametrize(
    ("path", "why"), [("page", "no picture by its type"), ("nothing", "HTTP 404"), ("large", f"{MAX_BYTES:,}")]
)
async def test_what_is_no_picture_or_too_large_is_refused(fetcher: Fetcher, path: str, why: str) -> None:
    async with serve(Shop().app) as url:
        with pytest.raises(AnswerCut, match=why):
            await fetcher.fetch_picture(f"{url}/{path}", loopback=True)
