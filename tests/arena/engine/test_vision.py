"""A picture in a question."""

import io
from collections.abc import AsyncIterator, Sequence

import pytest
from PIL import Image

from arena.engine import vision
from arena.engine.pictures import SHOWN_EDGE
from arena.engine.vision import Description, Sight, fetch, look
from arena.wire import ChatMessage, Chunk, Modality, ModelCard, ModelUnreachable, Picture, PictureUnusable
from tests.arena.engine.contestants import Failing, Held, Quick, Silent

PICTURE = Picture(b"a file", "image/jpeg")


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, (width, height))
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    image.save(out, "PNG", exif=exif)
    return out.getvalue()


class Holding:
    """A source with one file, or none."""

    def __init__(self, file: bytes | None) -> None:
        self._file = file

    async def fetch(self, address: str) -> bytes:
        if self._file is None:
            raise PictureUnusable("the picture cannot be used: HTTP 404")
        assert address == "https://pictures.example/x"
        return self._file


class Seeing(Quick):
    """Sees; says what it was shown."""

    def __init__(self, slug: str, *, price: float | None = None) -> None:
        super().__init__(slug)
        self.card = ModelCard(
            slug=slug,
            name=slug.title(),
            provider="Tests",
            input_modalities=(Modality.TEXT, Modality.IMAGE),
            output_cost_per_1m=price,
        )

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        yield Chunk(f" {self.card.slug} sees a cat. ")


async def test_what_is_shown_is_encoded_anew_with_its_shape_and_without_its_metadata() -> None:
    picture = await fetch("https://pictures.example/x", Holding(png(4000, 1000)))
    assert picture.media_type == "image/jpeg"
    assert b"taken at home" not in picture.file
    with Image.open(io.BytesIO(picture.file)) as image:
        assert (image.format, image.size) == ("JPEG", (SHOWN_EDGE, SHOWN_EDGE // 4))


async def test_a_small_picture_keeps_its_size_and_transparency_becomes_white() -> None:
    picture = await fetch("https://pictures.example/x", Holding(png(30, 20, "RGBA")))
    with Image.open(io.BytesIO(picture.file)) as image:
        assert image.size == (30, 20)
        assert image.convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize("file", [None, b"", b"<html>", png(9, 9)[:40]], ids=["404", "empty", "a page", "cut"])
async def test_what_is_no_picture_is_said_to_be_none(file: bytes | None) -> None:
    with pytest.raises(PictureUnusable, match="picture"):
        await fetch("https://pictures.example/x", Holding(file))


async def test_a_model_that_sees_gets_the_picture_and_another_one_its_description() -> None:
    seeing, blind = Seeing("opal"), Quick("basalt")
    sight = await look(PICTURE, "What is it?", [seeing, blind], [blind, seeing])

    assert sight == Sight(picture=PICTURE, description=Description(text="opal sees a cat.", by="opal"))
    assert (sight.words_for(seeing, "What is it?"), sight.pictures_for(seeing)) == ("What is it?", (PICTURE,))
    words = sight.words_for(blind, "What is it?")
    assert sight.pictures_for(blind) == ()
    assert words.endswith("What is it?")
    assert "cannot see" in words
    assert "opal sees a cat." in words
    ((asked,),) = seeing.asked
    assert asked.pictures == (PICTURE,)
    assert "What is it?" in asked.content


async def test_where_everybody_sees_nobody_describes() -> None:
    models = [Seeing("opal"), Seeing("jade")]
    assert await look(PICTURE, "What is it?", models, models) == Sight(picture=PICTURE)
    assert models[0].asked == models[1].asked == []


async def test_the_cheapest_model_describes_and_an_unknown_price_is_the_highest() -> None:
    models = [Seeing("opal"), Seeing("jade", price=2.0), Seeing("onyx", price=0.5)]
    sight = await look(PICTURE, "What is it?", [Quick("basalt")], models)
    assert sight.description is not None
    assert sight.description.by == "onyx"


@pytest.mark.parametrize("first", [Failing, Silent])
async def test_where_one_model_fails_the_next_describes(first: type[Failing | Silent]) -> None:
    failing = first("amber")
    failing.card = Seeing("amber", price=0.0).card
    sight = await look(PICTURE, "What is it?", [Quick("basalt")], [failing, Seeing("opal")])
    assert len(failing.asked) == 1
    assert sight.description is not None
    assert sight.description.by == "opal"


async def test_a_model_that_takes_too_long_to_describe_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Held("amber")
    slow.card = Seeing("amber").card
    monkeypatch.setattr(vision, "DESCRIBE_SECONDS", 0.05)
    with pytest.raises(ModelUnreachable):
        await look(PICTURE, "What is it?", [Quick("basalt")], [slow])
    assert slow.stopped.is_set()


async def test_without_a_model_that_sees_there_is_no_description() -> None:
    with pytest.raises(ModelUnreachable):
        await look(PICTURE, "What is it?", [Quick("basalt")], [Quick("basalt")])


def test_a_model_without_sight_and_without_a_description_knows_that_there_is_a_picture() -> None:
    words = Sight(picture=PICTURE).words_for(Quick("basalt"), "What is it?")
    assert "cannot see" in words
    assert words.endswith("What is it?")
