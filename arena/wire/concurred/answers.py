"""What Concurred answers in one piece: a battle, the list of models, its health."""

from pydantic import ConfigDict, Field, RootModel

from arena.wire.base import Response
from arena.wire.concurred.completions import Completion


class Citation(Response):
    """A page that a model found. `published_date` is written as the search found it."""

    url: str = ""
    title: str = ""
    snippet: str = ""
    published_date: str | None = None
    score: float | None = None


class BattleAnswer(Response):
    """What one agent of a battle said."""

    agent: str
    model: str = ""
    message: str = ""
    citations: list[Citation] = Field(default_factory=list)


class ImageDescription(Response):
    """The question's image in the words of the model `by`, which the `agents` that cannot see read in place of it."""

    by: str = ""
    text: str = ""
    agents: list[str] = Field(default_factory=list)


class BattleResult(Response):
    """The answer to `POST /api/v1/battle` with `stream: false`. There is no winner.

    The id holds the models' names: it must not be shown where they are hidden. `created_at` is in Unix seconds. Only
    the house tells an image's description.
    """

    id: str = ""
    mode: str = "battle"
    responses: list[BattleAnswer]
    created_at: float | str | None = Field(default=None, alias="created_at")
    image_description: ImageDescription | None = None


class LegacyAnswer(RootModel[Completion | BattleResult]):
    """The answer to `POST /api/chat` with `stream: false`.

    The page says that modes map 1:1 to the newer endpoints and that shapes stay; it shows no answer of mode "chat".
    A completion is expected there, the form of a battle with one answer is understood.
    """

    model_config = ConfigDict(hide_input_in_errors=True)


class ListedModel(Response):
    """One item of `GET /api/v1/models`, in OpenAI's form. `id` is what requests name.

    Only the house adds a `name`, and what comes out of the model.
    """

    id: str
    name: str | None = None
    output_modalities: list[str] | None = None
    object: str | None = None
    created: int | None = None
    owned_by: str | None = Field(default=None, alias="owned_by")


class ModelCatalog(Response):
    """The answer of `GET /api/v1/models`."""

    object: str | None = None
    data: list[ListedModel]


class Health(Response):
    """The answer of `GET /api/health`. The page does not show it; that it came with a success is what counts."""

    status: str = ""
