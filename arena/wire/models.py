"""Models and totals: `/models`, `/models/:name`, `/models/availability`, `/stats`."""

from enum import StrEnum

from pydantic import Field

from arena.wire.base import Id, Response


class Modality(StrEnum):
    """What goes into a model or comes out of it."""

    TEXT = "text"
    IMAGE = "image"


class Model(Response):
    """One item of `GET /api/v1/models`: ModelChorus's fields and, on the house arena, the OpenAI list's.

    Modalities are open strings: a server may know some that we do not. The house arena adds what is configured: prices
    (US dollars per million tokens) and what makes models on the same weights differ.
    """

    id: Id
    name: str
    model_id: str
    provider: str | None = None
    input_modalities: list[str] = Field(default_factory=list)
    output_modalities: list[str] = Field(default_factory=list)
    is_pinned: bool = False
    input_cost_per_1m: float | None = Field(default=None, alias="inputCostPer1M")
    output_cost_per_1m: float | None = Field(default=None, alias="outputCostPer1M")
    sampling: str | None = None
    shares_weights_with: str | None = None
    object: str | None = None
    created: int | None = None
    owned_by: str | None = Field(default=None, alias="owned_by")


class ModelList(Response):
    """The answer of `GET /api/v1/models`. The house arena, where both APIs share it, adds `object: "list"`."""

    object: str | None = None
    data: list[Model]


class Availability(Response):
    """One item of `GET /api/v1/models/availability`."""

    name: str
    model_id: str
    input_modalities: list[str] = Field(default_factory=list)
    output_modalities: list[str] = Field(default_factory=list)


class Stats(Response):
    """Totals of the whole system, `GET /api/v1/stats`. Only revealed battles count."""

    total_models: int
    total_text_models: int
    total_image_models: int
    total_text_votes: int
    total_image_votes: int
    total_votes: int
