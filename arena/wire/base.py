"""What all wire types share: camelCase names, and who is strict about what.

A request is only ever parsed by a server, so requests refuse unknown fields and wrong types. A response is only ever
parsed by a client, so responses keep fields nobody here knows of. Field models stand once and serve both sides.
The text of a validation error never holds the input, which may be a member's prompt.
"""

from math import isfinite
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.alias_generators import to_camel

Payload = TypeVar("Payload")

Id = Annotated[str, Field(min_length=1, validation_alias=AliasChoices("id", "_id"), serialization_alias="id")]
"""An identifier that the published pages write as `id` in some places and `_id` in others."""


def _without_fraction(number: object) -> object:
    return int(number) if isinstance(number, float) and isfinite(number) else number


Milliseconds = Annotated[int, BeforeValidator(_without_fraction)]
"""A duration or a Unix time. JavaScript servers send some with a fraction, which nobody here needs."""

MAX_PROMPT_CHARACTERS = 10_000
"""Longest prompt or message of ModelChorus (reference page, "Rate Limits")."""


class Request(BaseModel):
    """A body sent to a server. Unknown fields and coerced types (`"5"` for `5`) are refused."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
    )


class Response(BaseModel):
    """A body sent by a server. Unknown fields are kept, so that a newer server does not break an older client.

    Null in a field that has a default means the default: servers differ in whether they leave a field out or null it.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        frozen=True,
        extra="allow",
        hide_input_in_errors=True,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _null_is_the_default(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields.get(info.field_name or "")
        if value is not None or field is None or field.is_required():
            return value
        return field.get_default(call_default_factory=True, validated_data=info.data)


class Data(Response, Generic[Payload]):
    """ModelChorus's envelope of success: `{"data": …}`."""

    data: Payload


def dump(body: BaseModel) -> dict[str, object]:
    """The JSON object of a body as it goes over the wire: camelCase names, and only the fields that were set."""
    return body.model_dump(mode="json", by_alias=True, exclude_unset=True)
