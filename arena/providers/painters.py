"""Painters: programs that draw a picture from the letters of a prompt, where no image model can be had.

They understand nothing of what they are asked; their names and cards say so. The same prompt gives the same picture.
"""

import asyncio
import hashlib
import io
from collections.abc import Callable

import numpy as np
from PIL import Image

from arena.providers import brushes
from arena.wire import ImageModel, Modality, ModelCard

_SIDE = 1024
"""Pixels of a picture's edge."""


class Painter(ImageModel):
    """Draws by a rule; a digest of the prompt is the only thing that decides."""

    def __init__(
        self, slug: str, name: str, how: str, draw: Callable[[np.random.Generator, int], brushes.Canvas]
    ) -> None:
        self._card = ModelCard(
            slug=f"painter-{slug}",
            name=f"{name} (painter)",
            provider="Painter, no image model",
            output_modalities=(Modality.IMAGE,),
            input_cost_per_1m=0.0,
            output_cost_per_1m=0.0,
            sampling=how,
        )
        self._draw = draw

    @property
    def card(self) -> ModelCard:
        """Who it is."""
        return self._card

    async def paint(self, prompt: str) -> bytes:
        """The picture as a PNG; it never fails."""
        return await asyncio.to_thread(self._paint, prompt)

    def _paint(self, prompt: str) -> bytes:
        seed = hashlib.sha256(f"{self._card.slug}\n{prompt}".encode()).digest()
        canvas = self._draw(np.random.default_rng(list(seed)), _SIDE)
        out = io.BytesIO()
        Image.fromarray(canvas).save(out, "PNG", compress_level=1)
        return out.getvalue()


def painters() -> tuple[Painter, ...]:
    """The four of them."""
    return (
        Painter("plasma", "Plasma", "adds waves of different lengths and colours the sum", brushes.plasma),
        Painter("glass", "Stained glass", "colours each point like the nearest of some dozen seeds", brushes.glass),
        Painter("streams", "Streams", "lets thousands of points drift in a current", brushes.streams),
        Painter("rosette", "Rosette", "repeats one petal around the middle", brushes.rosette),
    )
