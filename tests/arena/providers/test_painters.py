import io
import itertools

import numpy as np
import pytest
from PIL import Image

from arena.providers import Painter, painters
from arena.wire import Modality, paints

PAINTERS = painters()


def pixels(file: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    with Image.open(io.BytesIO(file)) as image:
        assert (image.size, image.mode) == ((1024, 1024), "RGB")
        return np.asarray(image.resize((64, 64)), dtype=np.float64)


@pytest.mark.parametrize("painter", PAINTERS, ids=lambda painter: painter.card.slug)
def test_a_painter_says_what_it_is(painter: Painter) -> None:
    assert painter.card.name.endswith(" (painter)")
    assert painter.card.provider == "Painter, no image model"
    assert painter.card.output_modalities == (Modality.IMAGE,)
    assert paints(painter)


@pytest.mark.parametrize("painter", PAINTERS, ids=lambda painter: painter.card.slug)
async def test_a_prompt_always_gives_the_same_picture_and_another_prompt_another(painter: Painter) -> None:
    cat, again, dog = [await painter.paint(prompt) for prompt in ("A cat", "A cat", "A dog 🐕")]
    assert cat == again
    assert np.abs(pixels(cat) - pixels(dog)).mean() > 5
    assert pixels(cat).std() > 10  # not one colour


async def test_no_two_painters_draw_alike() -> None:
    drawn = [pixels(await painter.paint("A cat")) for painter in PAINTERS]
    assert len(drawn) == 4
    for one, other in itertools.combinations(drawn, 2):
        assert np.abs(one - other).mean() > 20
