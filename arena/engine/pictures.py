"""Pictures encoded anew: those that models make, and those that models are shown.

Whatever format, size, orientation and metadata a model delivers, what leaves here is a square WebP of one size, so that
nothing about the file tells which model it came from. What a model is shown keeps its shape and loses its metadata.
"""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from arena.wire import Picture

SIDE: Final = 1024
"""Pixels of a picture's edge."""
MEDIA_TYPE: Final = "image/webp"
MAX_PIXELS: Final = 40_000_000
"""Pixels that are decoded at most; 6,000 by 6,000 fit."""
SHOWN_EDGE: Final = 1536
"""Pixels of the longer edge of what a model is shown: more are scaled down by most models anyway, and cost tokens."""
SHOWN_TYPE: Final = "image/jpeg"
"""Every endpoint reads it; llama.cpp, and so Ollama, reads no WebP."""
_QUALITY: Final = 90
_SCALABLE: Final = frozenset({"RGB", "RGBA", "L", "CMYK"})
"""Modes that can be scaled as they are, which saves most of the memory that a large picture takes."""
_FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")


class NotAPicture(Exception):  # noqa: N818 - reads as what happened
    """The bytes are no picture, a broken one, or one with too many pixels."""


def anew(file: bytes) -> bytes:
    """The picture as a WebP of `SIDE` by `SIDE` pixels without metadata. Takes about 0.2 s, so call it in a thread.

    What is not square loses what stands over at two edges; transparent parts become white.

    Raises:
        NotAPicture: it cannot be decoded.
    """
    out = io.BytesIO()
    square(file).save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()


def square(file: bytes) -> Image.Image:
    """The picture in RGB, `SIDE` by `SIDE` pixels, without metadata; for whoever draws into it before it is encoded.

    Raises:
        NotAPicture: it cannot be decoded.
    """
    fitted = ImageOps.fit(_flat(file), (SIDE, SIDE), Image.Resampling.LANCZOS)
    fitted.info.clear()
    return fitted


def shown(file: bytes) -> Picture:
    """The picture for models that see: a JPEG of at most `SHOWN_EDGE` pixels, without metadata. Call it in a thread.

    Of what moves, the first frame; transparent parts become white.

    Raises:
        NotAPicture: it cannot be decoded.
    """
    flat = _flat(file, longest=SHOWN_EDGE)
    flat.thumbnail((SHOWN_EDGE, SHOWN_EDGE), Image.Resampling.LANCZOS)
    flat.info.clear()
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return Picture(out.getvalue(), SHOWN_TYPE)


def _flat(file: bytes, *, longest: int | None = None) -> Image.Image:
    upright = _decoded(file, longest)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    return flat


def _decoded(file: bytes, longest: int | None) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound is lower
            with Image.open(io.BytesIO(file), formats=_FORMATS) as picture:
                if picture.width * picture.height <= MAX_PIXELS:  # known from the header, before anything is decoded
                    if longest is not None and picture.mode in _SCALABLE:
                        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
                    return ImageOps.exif_transpose(picture).convert("RGBA")
    except Exception as error:  # Pillow's decoders raise nearly anything on a broken file
        raise NotAPicture(f"it cannot be decoded ({type(error).__name__})") from error
    raise NotAPicture("it has too many pixels")
