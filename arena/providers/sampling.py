"""How an endpoint is asked to draw its words."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue


class Sampling(BaseModel):
    """Parameters of a chat completion; what is None is left to the endpoint.

    `max_tokens` bounds the answer's length in tokens, `stop` ends it before any of these texts, `seed` asks for the
    same draw every time (few endpoints promise it).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    max_tokens: Annotated[int, Field(gt=0)] | None = None
    seed: int | None = None
    stop: list[Annotated[str, Field(min_length=1)]] | None = None

    def body(self) -> dict[str, JsonValue]:
        """The fields of the request's JSON object."""
        return self.model_dump(exclude_none=True)

    def describe(self) -> str | None:
        """One line for a model's card, None where everything is left to the endpoint."""
        parts = {
            "temperature": self.temperature,
            "top_p": self.top_p,
            "max_tokens": self.max_tokens,
            "seed": self.seed,
            "stop": self.stop,
        }
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None) or None
