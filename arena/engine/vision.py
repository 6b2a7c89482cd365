"""A picture in a question: models that see are shown it, the others read a description that one of those wrote."""

import asyncio
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import structlog

from arena.engine.generating import write
from arena.engine.pictures import NotAPicture, shown
from arena.wire import (
    ChatMessage,
    GenerationError,
    ModelUnreachable,
    Picture,
    PictureSource,
    PictureUnusable,
    TextModel,
    sees,
)

log = structlog.get_logger(__name__)

DESCRIBE_SECONDS: Final = 60.0
"""For one try of one model; nobody answers before the description is there."""
DESCRIPTION_CHARACTERS: Final = 4_000
_TRIES: Final = 2
_ASK: Final = (
    "Describe this picture for somebody who cannot see it and has to answer the question below. Say what is there, "
    "where it is, colours and numbers, and quote all text. At most 200 words. Do not answer the question.\n\n"
    "Question: {question}"
)
_UNSEEN: Final = "[A picture came with this question. You cannot see it, and nobody has described it.]\n\n{question}"
_INSTEAD: Final = (
    "[A picture came with this question. You cannot see it. Another model has described it:]\n{description}\n"
    "[End of the description]\n\n{question}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A picture in words. `by` is the slug of the model that wrote them."""

    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A question's picture. There is no `description` where everybody who needs to know it sees."""

    picture: Picture
    description: Description | None = None

    def words_for(self, model: TextModel, question: str) -> str:
        """The question as this model reads it: what it cannot see is described before."""
        if sees(model):
            return question
        if self.description is None:
            return _UNSEEN.format(question=question)
        return _INSTEAD.format(description=self.description.text, question=question)

    def pictures_for(self, model: TextModel) -> tuple[Picture, ...]:
        """What goes with the question to this model."""
        return (self.picture,) if sees(model) else ()


async def fetch(address: str, source: PictureSource) -> Picture:
    """The picture at the address, encoded anew.

    Raises:
        PictureUnusable: it cannot be had, or it is none.
    """
    file = await source.fetch(address)
    try:
        return await asyncio.to_thread(shown, file)
    except NotAPicture as error:
        raise PictureUnusable(f"what is there is no picture: {error}") from error


async def look(picture: Picture, question: str, needing: Iterable[TextModel], models: Iterable[TextModel]) -> Sight:
    """What it takes to ask about a picture: a description too, unless all of the models `needing` it see.

    The cheapest of the `models` that sees writes it; if that fails, the next.

    Raises:
        GenerationError: a description is needed, and none could be had.
    """
    if all(map(sees, needing)):
        return Sight(picture=picture)
    able = sorted(filter(sees, models), key=lambda model: (_price(model), model.card.slug))
    for model in able[:_TRIES]:
        try:
            text = await _described(picture, question, model)
        except GenerationError as error:
            log.warning("vision.description_failed", model=model.card.slug, error=type(error).__name__)
        else:
            return Sight(picture=picture, description=Description(text=text, by=model.card.slug))
    raise ModelUnreachable("no model that sees could describe the picture")


async def _described(picture: Picture, question: str, model: TextModel) -> str:
    asked = ChatMessage("user", _ASK.format(question=question), pictures=(picture,))
    try:
        async with asyncio.timeout(DESCRIBE_SECONDS):
            written = await write(model, [asked])
    except TimeoutError as error:
        raise ModelUnreachable(f"no description within {DESCRIBE_SECONDS:g} s") from error
    return written.text.strip()[:DESCRIPTION_CHARACTERS]


def _price(model: TextModel) -> float:
    price = model.card.output_cost_per_1m
    return math.inf if price is None else price
