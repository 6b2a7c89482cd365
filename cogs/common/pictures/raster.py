"""PNG from SVG, in a thread, and kept as long as there is room: the same board is looked at again and again."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import resvg_py
import structlog

from cogs.common.pictures.letters import FONT

log = structlog.get_logger(__name__)

KEPT_BYTES: Final = 8_000_000
"""Of finished pictures, which are about 40 KB each."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished picture, and what it shows in words for those who cannot see it."""

    png: bytes
    alt: str


class Pictures:
    """Draws one picture at a time, so that memory and the second core stay free for the rest."""

    def __init__(self, *, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._drawn: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0
        self._drawing = asyncio.Lock()

    async def draw(self, svg: str, alt: str) -> Drawn | None:
        """The picture; None where it could not be drawn, for the list beside it says all of it."""
        key = sha256(svg.encode()).digest()
        async with self._drawing:
            png = self._drawn.get(key)
            if png is None:
                try:
                    png = await asyncio.to_thread(_rasterised, svg)
                except Exception:
                    # Whatever the library cannot do, a board without its picture is still a board.
                    log.exception("picture.not_drawn")
                    return None
                self._keep(key, png)
            else:
                self._drawn.move_to_end(key)
        return Drawn(png, alt)

    def _keep(self, key: bytes, png: bytes) -> None:
        self._drawn[key] = png
        self._size += len(png)
        while self._size > self._kept_bytes:
            _, oldest = self._drawn.popitem(last=False)
            self._size -= len(oldest)


def _rasterised(svg: str) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=[FONT], skip_system_fonts=True))
