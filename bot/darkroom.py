"""Two pictures from anywhere made so alike that only what they show differs, and each with its letter in it."""

import asyncio
import io
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import structlog
from PIL import Image, ImageDraw, ImageFont

from arena.engine.pictures import SIDE, NotAPicture, square
from arena.providers import open_fetcher
from arena.wire import PictureSource, PictureUnusable
from bot.settings import LOOPBACK
from community.battles import Answers
from community.battles.pictures import PictureBroken, PictureMissing, Pictures

log = structlog.get_logger(__name__)

MAX_UPLOAD: Final = 10 * 1024 * 1024
"""Bytes of a file that every guild may be sent (reference#uploading-files); boosted guilds take more."""
SIDES: Final = (SIDE, 768, 512, 256)
"""Pixels of an edge, the largest at which both files may be sent."""
DISC: Final = 0.12
INSET: Final = 0.06
"""Of an edge: how wide the letter's disc is, and how far from both edges, so that no gallery's crop cuts it off."""
_PADDING: Final = b"blPd"
"""A chunk of PNG that readers pass over: ancillary, private, safe to copy (PNG specification, "Chunk naming")."""
_CHUNK: Final = 12
"""Bytes of a chunk without its data, and of the last chunk as a whole."""
_INK: Final = (24, 25, 28)
_PAPER: Final = (255, 255, 255)


class Darkroom:
    """Fetches and develops. Fulfils the community's port."""

    def __init__(self, pictures: PictureSource) -> None:
        self._pictures = pictures

    async def develop(self, given: Answers) -> Pictures:
        """The pictures at the two addresses."""
        try:
            a, b = await asyncio.gather(self._pictures.fetch(given.a), self._pictures.fetch(given.b))
        except PictureUnusable as error:
            raise PictureMissing(str(error)) from error
        try:
            return await asyncio.to_thread(developed, a, b)
        except NotAPicture as error:
            raise PictureBroken(str(error)) from error


def developed(a: bytes, b: bytes, *, limit: int = MAX_UPLOAD) -> Pictures:
    """Both files as PNG squares of one size in pixels and in bytes, each with its letter.

    Takes about a second, so call it in a thread. `limit` is in bytes: where one of them would be larger, both
    become smaller.

    Raises:
        NotAPicture: one of them cannot be decoded, or not be made small enough.
    """
    squares = square(a), square(b)
    for side in SIDES:
        files = [_png(_lettered(one, side, letter)) for one, letter in zip(squares, "AB", strict=True)]
        size = max(map(len, files)) + _CHUNK
        if size <= limit:
            return Pictures(*(_padded(file, size) for file in files))
    raise NotAPicture("it cannot be made small enough")


@asynccontextmanager
async def open_darkroom(*trusted: str | None) -> AsyncIterator[Darkroom]:
    """A darkroom until the block ends. Of this machine's own addresses it asks only these origins."""
    own = [address for address in trusted if address is not None and urlsplit(address).hostname in LOOPBACK]
    async with open_fetcher(own=own) as fetcher:
        yield Darkroom(fetcher)


def _lettered(picture: Image.Image, side: int, letter: str) -> Image.Image:
    scaled = picture.resize((side, side), Image.Resampling.LANCZOS) if side != SIDE else picture.copy()
    start, width = side * INSET, side * DISC
    draw = ImageDraw.Draw(scaled)
    draw.ellipse((start, start, start + width, start + width), fill=_INK, outline=_PAPER, width=max(2, side // 256))
    font = ImageFont.load_default(width * 0.62)
    draw.text((start + width / 2, start + width / 2), letter, fill=_PAPER, font=font, anchor="mm")
    return scaled


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _padded(png: bytes, size: int) -> bytes:
    """The file with so much padding before its last chunk that it has this size: Discord tells everybody a file's."""
    data = bytes(size - len(png) - _CHUNK)
    chunk = struct.pack(">I", len(data)) + _PADDING + data + struct.pack(">I", zlib.crc32(_PADDING + data))
    return png[:-_CHUNK] + chunk + png[-_CHUNK:]
