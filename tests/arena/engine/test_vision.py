"""A picture in a question."""

import io
from collections.abc import AsyncIterator, Sequence

import pytest
from PIL import Image

from arena.engine import vision
from arena.engine.errors import BadRequest, ModelUnavailable
from arena.engine.pictures import SHOWN_EDGE
from arena.engine.vision import Description, Eyes, Sight
from arena.wire import ChatMessage, Chunk, Modality, ModelCard, Picture, PictureUnusable
from tests.arena.engine.contestants import Failing, Held, Quick, Silent


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


ADDRESS = "https://pictures.example/x"


def eyes(*models: Quick, file: bytes | None = png(30, 20)) -> Eyes:
    return Eyes(Holding(file), models)


async def test_what_is_shown_is_encoded_anew_with_its_shape_and_without_its_metadata() -> None:
    opal = Seeing("opal")
    sight = await eyes(opal, file=png(4000, 1000)).look(ADDRESS, "What is it?", [opal])
    assert sight.picture.media_type == "image/jpeg"
    assert b"taken at home" not in sight.picture.file
    with Image.open(io.BytesIO(sight.picture.file)) as image:
        assert (image.format, image.size) == ("JPEG", (SHOWN_EDGE, SHOWN_EDGE // 4))


async def test_a_small_picture_keeps_its_size_and_transparency_becomes_white() -> None:
    opal = Seeing("opal")
    sight = await eyes(opal, file=png(30, 20, "RGBA")).look(ADDRESS, "What is it?", [opal])
    with Image.open(io.BytesIO(sight.picture.file)) as image:
        assert image.size == (30, 20)
        assert image.convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize("file", [None, b"", b"<html>", png(9, 9)[:40]], ids=["404", "empty", "a page", "cut"])
async def test_what_is_no_picture_is_a_bad_request(file: bytes | None) -> None:
    opal = Seeing("opal")
    with pytest.raises(BadRequest, match=r"^The field image_url: .*picture.*\.$"):
        await eyes(opal, file=file).look(ADDRESS, "What is it?", [opal])


async def test_a_model_that_sees_gets_the_picture_and_another_one_its_description() -> None:
    opal, basalt = Seeing("opal"), Quick("basalt")
    sight = await eyes(basalt, opal).look(ADDRESS, "What is it?", [opal, basalt])

    assert sight.description == Description(text="opal sees a cat.", by="opal")
    assert sight.words_for(opal.card, "What is it?") == "What is it?"
    assert sight.pictures_for(opal.card) == (sight.picture,)
    words = sight.words_for(basalt.card, "What is it?")
    assert sight.pictures_for(basalt.card) == ()
    assert words.endswith("What is it?")
    assert "cannot see" in words
    assert "opal sees a cat." in words
    ((asked,),) = opal.asked
    assert asked.pictures == (sight.picture,)
    assert "What is it?" in asked.content


async def test_where_everybody_sees_nobody_describes() -> None:
    models = [Seeing("opal"), Seeing("jade")]
    sight = await eyes(*models).look(ADDRESS, "What is it?", models)
    assert sight.description is None
    assert models[0].asked == models[1].asked == []
    assert not sight.known_to(Quick("basalt").card)


async def test_the_cheapest_model_describes_and_an_unknown_price_is_the_highest() -> None:
    models = [Seeing("opal"), Seeing("jade", price=2.0), Seeing("onyx", price=0.5)]
    sight = await eyes(*models).look(ADDRESS, "What is it?", [Quick("basalt")])
    assert sight.description is not None
    assert sight.description.by == "onyx"


@pytest.mark.parametrize("first", [Failing, Silent])
async def test_where_one_model_fails_the_next_describes(first: type[Failing | Silent]) -> None:
    failing = first("amber")
    failing.card = Seeing("amber", price=0.0).card
    sight = await Eyes(Holding(png(9, 9)), [failing, Seeing("opal")]).look(ADDRESS, "What is it?", [Quick("basalt")])
    assert len(failing.asked) == 1
    assert sight.description is not None
    assert sight.description.by == "opal"


async def test_models_that_take_too_long_to_describe_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Held("amber")
    slow.card = Seeing("amber").card
    monkeypatch.setattr(vision, "DESCRIBE_SECONDS", 0.05)
    with pytest.raises(ModelUnavailable):
        await Eyes(Holding(png(9, 9)), [slow]).look(ADDRESS, "What is it?", [Quick("basalt")])
    assert slow.stopped.is_set()


@pytest.mark.parametrize("blind", [eyes(Quick("basalt")), Eyes(None, [Seeing("opal")])], ids=["models", "arena"])
async def test_where_nobody_sees_a_question_with_a_picture_is_refused(blind: Eyes) -> None:
    with pytest.raises(BadRequest, match="No model of this arena can see pictures"):
        await blind.look(ADDRESS, "What is it?", [Quick("basalt")])


def test_a_model_without_sight_and_without_a_description_knows_that_there_is_a_picture() -> None:
    words = Sight(picture=Picture(b"a file", "image/jpeg")).words_for(Quick("basalt").card, "What is it?")
    assert "cannot see" in words
    assert words.endswith("What is it?")
