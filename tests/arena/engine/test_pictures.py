"""Pictures encoded anew."""

import contextlib
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from arena.engine.pictures import SHOWN_EDGE, SIDE, NotAPicture, anew, shown

RED, WHITE = (255, 0, 0), (255, 255, 255)
SECRET = b"Painted by Quartz Max"


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(file: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(file))
    image.load()
    assert (image.format, image.size, image.mode) == ("WEBP", (SIDE, SIDE), "RGB")
    return image


def close(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def with_metadata(form: str) -> bytes:
    exif = Image.Exif()
    exif[0x0131] = SECRET.decode()  # Software
    image = Image.new("RGB", (300, 200), RED)
    if form == "PNG":
        text = PngInfo()
        text.add_text("parameters", SECRET.decode())
        return encoded(image, form, pnginfo=text, exif=exif)
    return encoded(image, form, exif=exif, xmp=SECRET, comment=SECRET)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_metadata_does_not_survive(form: str) -> None:
    file = with_metadata(form)
    assert SECRET in file
    picture = anew(file + b"trailing " + SECRET)
    assert SECRET not in picture
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(opened(picture).info)


@pytest.mark.parametrize("size", [(1, 1), (3000, 100), (100, 3000), (1024, 1024), (16, 16)])
@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "L"), ("PNG", "P"), ("PNG", "I;16"), ("GIF", "P"), ("JPEG", "CMYK")]
)
def test_whatever_comes_leaves_as_one_size(size: tuple[int, int], form: str, mode: str) -> None:
    opened(anew(encoded(Image.new(mode, size), form)))


def test_transparent_parts_become_white() -> None:
    file = encoded(Image.new("RGBA", (64, 64), (255, 0, 0, 0)), "PNG")
    assert close(opened(anew(file)).getpixel((500, 500)), WHITE)


def test_a_turned_picture_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    image = Image.new("RGB", (200, 200), WHITE)
    image.paste(RED, (0, 0, 200, 60))
    upright = opened(anew(encoded(image, "PNG", exif=exif)))
    assert close(upright.getpixel((1000, 500)), RED)
    assert close(upright.getpixel((20, 500)), WHITE)


def test_of_an_animation_the_first_picture_is_shown() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    assert close(opened(anew(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))).getpixel((9, 9)), RED)


@pytest.mark.parametrize(
    "made",
    [
        lambda: b"",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0",
        lambda: encoded(Image.effect_noise((300, 300), 60), "PNG")[:2000],
        lambda: encoded(Image.effect_noise((300, 300), 60), "JPEG")[:2000],
        lambda: encoded(Image.new("1", (20_000, 20_000)), "PNG"),
    ],
    ids=["nothing", "svg", "postscript", "half a png", "half a jpeg", "a bomb"],
)
def test_what_is_no_picture_is_refused(made: Callable[[], bytes]) -> None:
    """Each is made by its own test: every worker reads this file, and a bomb takes half a second."""
    with pytest.raises(NotAPicture):
        anew(made())


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=200), st.integers(0, 300))
def test_a_broken_file_is_refused_or_decoded_but_never_breaks_anything_else(noise: bytes, place: int) -> None:
    file = bytearray(encoded(Image.new("RGB", (8, 8), RED), "PNG"))
    file[place : place + len(noise)] = noise
    with contextlib.suppress(NotAPicture):
        opened(anew(bytes(file)))


def seen(file: bytes) -> Image.Image:
    picture = shown(file)
    assert picture.media_type == "image/jpeg"
    image = Image.open(io.BytesIO(picture.file))
    image.load()
    assert (image.format, image.mode) == ("JPEG", "RGB")
    return image


@pytest.mark.parametrize("size", [(4000, 1000), (40, 10)])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_what_a_model_is_shown_is_upright_and_keeps_its_shape(form: str, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: taken with the camera on its side
    image = Image.new("RGB", size, RED)
    image.paste("white", (0, 0, size[0] // 2, size[1]))
    found = seen(encoded(image, form, exif=exif))
    longest = min(size[0], SHOWN_EDGE)
    assert found.size == (longest // 4, longest)
    middle = found.width // 2
    assert close(found.getpixel((middle, 1)), WHITE)
    assert close(found.getpixel((middle, found.height - 2)), RED)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("GIF", "P"), ("JPEG", "CMYK")],
)
def test_whatever_comes_a_model_is_shown_a_jpeg(form: str, mode: str) -> None:
    assert seen(encoded(Image.new(mode, (2000, 500)), form)).size == (SHOWN_EDGE, SHOWN_EDGE // 4)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_no_metadata_reaches_a_model(form: str) -> None:
    file = shown(with_metadata(form) + b"trailing " + SECRET).file
    assert SECRET not in file
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(Image.open(io.BytesIO(file)).info)
