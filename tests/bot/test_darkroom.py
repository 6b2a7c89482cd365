"""Two pictures become alike, whatever they were; what is no picture is said to be none."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from arena.wire import PictureUnusable
from bot.darkroom import SIDES, Darkroom, developed, open_darkroom
from community.battles import Answers
from community.battles.pictures import PictureBroken, PictureMissing
from tests.support.serving import serve


def file(size: tuple[int, int] = (800, 600), colour: str = "teal", kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def noise(side: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(out, "PNG")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


class Named:
    """Files by their addresses."""

    def __init__(self, **files: bytes) -> None:
        self._files = files

    async def fetch(self, address: str) -> bytes:
        if address not in self._files:
            raise PictureUnusable("it is not there")
        return self._files[address]


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    exif = Image.Exif()
    exif[0x0131] = "Marabou Large, by Kestrel Works"
    telling = file((640, 1200), "maroon", "JPEG", exif=exif, comment=b"Marabou Large")
    pictures = developed(telling, file((512, 512), "teal", "WEBP"))
    return pictures.a, pictures.b


def test_both_have_one_format_and_one_size_and_tell_nothing(pair: tuple[bytes, bytes]) -> None:
    for data in pair:
        picture = opened(data)
        assert (picture.format, picture.size, picture.mode) == ("PNG", (SIDES[0], SIDES[0]), "RGB")
        assert picture.info == {}
        assert not picture.getexif()
        assert b"Marabou" not in data
    assert len(pair[0]) == len(pair[1]), "Discord tells everybody how large a file is"


def test_a_picture_that_takes_ten_times_the_bytes_has_the_size_of_the_other() -> None:
    plain, busy = file(), noise(512)
    pictures = developed(plain, busy)
    assert len(pictures.a) == len(pictures.b) > 10 * len(plain)
    for data in (pictures.a, pictures.b):
        assert opened(data).size == (SIDES[0], SIDES[0])
        assert data.count(b"blPd") == 1, "both are padded, so that having padding tells nothing either"


def test_each_has_its_letter_where_no_gallery_cuts_it_off(pair: tuple[bytes, bytes]) -> None:
    a, b = map(opened, pair)
    plain = Image.new("RGB", a.size, a.getpixel((900, 900)))
    left, top, right, bottom = ImageChops.difference(a, plain).getbbox() or (0, 0, 0, 0)
    side = a.width
    assert left / side == top / side == pytest.approx(0.06, abs=0.005)
    assert (right - left) / side == (bottom - top) / side == pytest.approx(0.12, abs=0.005)
    box = (left, top, right, bottom)
    letters = [picture.crop(box).convert("1").tobytes() for picture in (a, b)]
    assert letters[0] != letters[1]


def test_both_become_smaller_where_one_would_be_too_large() -> None:
    pictures = developed(noise(1024), file(), limit=1_000_000)
    a, b = opened(pictures.a), opened(pictures.b)
    assert len(pictures.a) <= 1_000_000
    assert a.size == b.size == (512, 512)


async def test_what_is_no_picture_is_broken_and_what_cannot_be_had_is_missing() -> None:
    darkroom = Darkroom(Named(good=file(), bad=b"<html>", cut=file()[:60]))
    assert (await darkroom.develop(Answers("good", "good"))).a.startswith(b"\x89PNG")
    for bad in ("bad", "cut"):
        with pytest.raises(PictureBroken):
            await darkroom.develop(Answers("good", bad))
    with pytest.raises(PictureMissing):
        await darkroom.develop(Answers("good", "gone"))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "http://localhost:9/a.png",
        "http://[::1]:9/a.png",
        "http://10.0.0.1/a.png",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "Kestrel 1 Instruct could not paint this.",
        "",
    ],
)
async def test_no_private_address_is_asked(address: str) -> None:
    async with open_darkroom(None, "https://models.example") as darkroom:
        with pytest.raises(PictureMissing):
            await darkroom.develop(Answers(address, address))


async def test_the_house_arena_of_this_process_is_asked() -> None:
    async def give(_: Request) -> Response:
        return Response(file(), media_type="image/png")

    async with serve(Starlette(routes=[Route("/a.png", give)])) as origin, open_darkroom(origin) as darkroom:
        pictures = await darkroom.develop(Answers(f"{origin}/a.png", f"{origin}/a.png"))
    assert pictures.a != pictures.b
