"""How an endpoint is asked to draw its words."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from arena.wire import Wishes

_Penalty = Annotated[float, Field(ge=-2, le=2)]


class Sampling(BaseModel):
    """Parameters of a chat completion; what is None is left to the endpoint.

    `max_tokens` bounds the answer's length in tokens, `stop` ends it before any of these texts, `seed` asks for the
    same draw every time (few endpoints promise it), the penalties are for words that came before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    max_tokens: Annotated[int, Field(gt=0)] | None = None
    seed: int | None = None
    stop: list[Annotated[str, Field(min_length=1)]] | None = None
    presence_penalty: _Penalty | None = None
    frequency_penalty: _Penalty | None = None

    def body(self) -> dict[str, JsonValue]:
        """The fields of the request's JSON object."""
        return self.model_dump(exclude_none=True)

    def describe(self) -> str | None:
        """One line for a model's card, None where everything is left to the endpoint."""
        return ", ".join(f"{name} {value}" for name, value in self.body().items()) or None

    def wished(self, wishes: Wishes) -> "Sampling":
        """What is wished, and this where nothing is; of two bounds to the length the lower one."""
        named: dict[str, Any] = {name: getattr(wishes, name) for name in type(self).model_fields}
        if wishes.stop is not None:
            named["stop"] = list(wishes.stop)
        if self.max_tokens is not None and wishes.max_tokens is not None:
            named["max_tokens"] = min(self.max_tokens, wishes.max_tokens)
        given = {name: value for name, value in named.items() if value is not None}
        return self.model_copy(update=given)
