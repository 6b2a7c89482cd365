"""A picture in a question: models that see are shown it, the others read a description that one of those wrote."""

import asyncio
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import structlog

from arena.engine.errors import BadRequest, ModelUnavailable
from arena.engine.generating import write
from arena.engine.pictures import NotAPicture, shown
from arena.wire import (
    ChatMessage,
    GenerationError,
    ModelCard,
    Picture,
    PictureSource,
    PictureUnusable,
    TextModel,
    sees,
)

log = structlog.get_logger(__name__)

DESCRIBE_SECONDS: Final = 30.0
"""For the description; nobody answers before it is there, and whoever asked has heard nothing yet."""
DESCRIPTION_CHARACTERS: Final = 4_000
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
    """A question's picture. There is no `description` where everybody who was to answer sees."""

    picture: Picture
    description: Description | None = None

    def known_to(self, card: ModelCard) -> bool:
        """Whether the model sees the picture, or can read what is on it."""
        return sees(card) or self.description is not None

    def words_for(self, card: ModelCard, question: str) -> str:
        """The question as the model reads it: what it cannot see is described before."""
        if sees(card):
            return question
        if self.description is None:
            return _UNSEEN.format(question=question)
        return _INSTEAD.format(description=self.description.text, question=question)

    def pictures_for(self, card: ModelCard) -> tuple[Picture, ...]:
        """What goes with the question to the model."""
        return (self.picture,) if sees(card) else ()


class Eyes:
    """Looks at the pictures of questions. The cheapest of the `models` that sees describes them for the others."""

    def __init__(self, source: PictureSource | None, models: Iterable[TextModel]) -> None:
        self._source = source
        self._decoding = asyncio.Semaphore(1)
        self._seeing = sorted(
            (model for model in models if sees(model.card)), key=lambda model: (_price(model.card), model.card.slug)
        )

    async def look(self, address: str, question: str, needing: Collection[TextModel]) -> Sight:
        """What it takes to ask the models `needing` it about the picture at an address.

        Raises:
            BadRequest: the picture cannot be had, or no model here sees.
            ModelUnavailable: a description is needed, and none could be had.
        """
        if self._source is None or not self._seeing:
            raise BadRequest("No model of this arena can see pictures: ask without image_url.")
        picture = await self._fetched(address, self._source)
        if all(sees(model.card) for model in needing):
            return Sight(picture=picture)
        return Sight(picture=picture, description=await self._description(picture, question))

    async def _fetched(self, address: str, source: PictureSource) -> Picture:
        try:
            file = await source.fetch(address)
            async with self._decoding:  # the largest takes 220 MiB while it is decoded
                return await asyncio.to_thread(shown, file)
        except PictureUnusable as error:
            raise BadRequest(f"The field image_url: {error}.") from error
        except NotAPicture as error:
            raise BadRequest(f"The field image_url: what is there is no picture: {error}.") from error

    async def _description(self, picture: Picture, question: str) -> Description:
        asked = ChatMessage("user", _ASK.format(question=question), pictures=(picture,))
        try:
            async with asyncio.timeout(DESCRIBE_SECONDS):
                for model in self._seeing:
                    slug = model.card.slug
                    try:
                        written = await write(model, [asked])
                    except GenerationError as error:
                        log.warning("vision.description_failed", model=slug, error=type(error).__name__)
                    else:
                        return Description(text=written.text.strip()[:DESCRIPTION_CHARACTERS], by=slug)
        except TimeoutError:
            log.warning("vision.description_late")
        raise ModelUnavailable("No model could describe the picture to those that cannot see it.")


def _price(card: ModelCard) -> float:
    return math.inf if card.output_cost_per_1m is None else card.output_cost_per_1m
