"""Where a picture may be fetched from."""

import asyncio
import base64
import gzip
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from arena.providers import Fetcher, open_fetcher
from arena.providers.fetching import MAX_BYTES
from arena.wire import AnswerCut, GenerationError, ModelRefused, ModelUnreachable, PictureUnusable
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
                Route("/packed", self._packed),
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

    async def _packed(self, _request: Request) -> Response:
        return Response(gzip.compress(b"x" * 1_000_000), media_type="image/png", headers={"content-encoding": "gzip"})

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
        "https://[::7f00:1]/x",
        "https://[::ffff:0:7f00:1]/x",
        "https://[64:ff9b:1::7f00:1]/x",
        "https://[2001:0:7f00:1::1]/x",
        "https://[fec0::1]/x",
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
    ("path", "why"),
    [
        ("page", "no picture by its type"),
        ("nothing", "HTTP 404"),
        ("large", f"{MAX_BYTES:,}"),
        ("packed", "compressed"),
    ],
)
async def test_what_is_no_picture_or_too_large_is_refused(fetcher: Fetcher, path: str, why: str) -> None:
    async with serve(Shop().app) as url:
        with pytest.raises(AnswerCut, match=why):
            await fetcher.fetch_picture(f"{url}/{path}", loopback=True)


class Names:
    """A name server that may be of two minds: what it says for `pictures.example`, one answer after the other."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self._answers = list(answers)
        self._real = asyncio.get_running_loop().getaddrinfo
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", self._look_up)

    async def _look_up(self, host: str, port: int, **options: Any) -> Any:
        number = self._answers.pop(0) if host == "pictures.example" else host
        return await self._real(number, port, **options)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/x",
        "http://localhost/x",
        "http://10.0.0.1/x",
        "https://192.168.1.1/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://[64:ff9b::7f00:1]/x",
        "http://0x7f.1/x",
        "http://2130706433/x",
        "ftp://93.184.216.34/x",
        "http://user:pass@93.184.216.34/x",
        "http://",
        "not an address",
    ],
)
async def test_what_a_person_names_must_be_public_too(fetcher: Fetcher, address: str) -> None:
    with pytest.raises(PictureUnusable) as raised:
        async with asyncio.timeout(5):
            await fetcher.fetch(address)
    assert "ConnectError" not in str(raised.value)
    assert address not in str(raised.value)


async def test_a_name_that_nobody_knows_is_said_to_be_unknown(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_up(*_: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    with pytest.raises(PictureUnusable, match="names no machine"):
        await fetcher.fetch("https://pictures.example/x")


async def test_a_name_that_changes_its_mind_after_the_check_leads_nowhere_else(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it is checked, private when it is connected to. It is asked once."""
    connected: list[str] = []

    async def connect(request: httpx.Request, **_options: Any) -> httpx.Response:
        connected.append(request.url.host)
        return httpx.Response(200, headers={"content-type": "image/png"}, content=b"a picture", request=request)

    monkeypatch.setattr(fetcher._client, "send", connect)
    Names(monkeypatch, "93.184.216.34", "10.0.0.1")
    assert await fetcher.fetch("http://pictures.example/x") == b"a picture"
    assert connected == ["93.184.216.34"]


async def test_a_redirect_is_looked_up_and_checked_anew(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    async def redirect(request: httpx.Request, **_options: Any) -> httpx.Response:
        return httpx.Response(302, headers={"location": "http://pictures.example/again"}, request=request)

    monkeypatch.setattr(fetcher._client, "send", redirect)
    Names(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(PictureUnusable, match="not a public one"):
        await fetcher.fetch("http://pictures.example/x")


async def test_one_origin_on_this_machine_may_be_named_where_it_was_said_so() -> None:
    shop, other = Shop(), Shop()
    async with serve(shop.app) as url, serve(other.app) as elsewhere, open_fetcher(own=[url]) as fetcher:
        assert await fetcher.fetch(f"{url}/picture") == b"a picture"
        assert await fetcher.fetch(f"{url}/to/{url}/picture") == b"a picture"
        for forbidden in (f"{elsewhere}/picture", f"{url}/to/{elsewhere}/picture"):
            with pytest.raises(PictureUnusable):
                await fetcher.fetch(forbidden)
    assert other.hosts == []


@pytest.mark.parametrize(
    "address",
    [
        "data:image/png;base64," + base64.b64encode(b"a picture").decode(),
        "DATA:image/png;BASE64,YSBwaWN0dXJl",
        "data:,a%20picture",
    ],
)
async def test_a_data_url_brings_its_file_along(fetcher: Fetcher, address: str) -> None:
    assert await fetcher.fetch(address) == b"a picture"


@pytest.mark.parametrize(
    "address", ["data:image/png;base64", "data:image/png;base64,?", "data:;base64,YQ", "data:," + "x" * 28_000_000]
)
async def test_a_data_url_that_holds_no_file_or_too_large_a_one_is_refused(fetcher: Fetcher, address: str) -> None:
    with pytest.raises(PictureUnusable):
        await fetcher.fetch(address)
