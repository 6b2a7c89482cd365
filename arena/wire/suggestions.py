"""Prompts to begin with: `GET /api/v1/suggestions`."""

from typing import Any

from pydantic import model_validator

from arena.wire.base import Response
from arena.wire.models import Modality


class Suggestion(Response):
    """A prompt that somebody may want to try (inferred). A server that sends bare texts is understood too."""

    prompt: str
    locale: str | None = None
    modality: str = Modality.TEXT

    @model_validator(mode="before")
    @classmethod
    def _bare_text(cls, value: Any) -> Any:
        return {"prompt": value} if isinstance(value, str) else value
