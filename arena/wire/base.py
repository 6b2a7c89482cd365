"""What all wire types share: camelCase names, and who is strict about what.

A request is only ever parsed by a server, so requests refuse unknown fields and wrong types. A response is only ever
parsed by a client, so responses keep fields nobody here knows of. Field models stand once and serve both sides.
"""

from typing import Annotated, Generic, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Payload = TypeVar("Payload")

Id = Annotated[str, Field(validation_alias=AliasChoices("id", "_id"), serialization_alias="id")]
"""An identifier that the published pages write as `id` in some places and `_id` in others."""

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
    )


class Response(BaseModel):
    """A body sent by a server. Unknown fields are kept, so that a newer server does not break an older client."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, frozen=True, extra="allow"
    )


class Data(Response, Generic[Payload]):
    """ModelChorus's envelope of success: `{"data": …}`."""

    data: Payload


def dump(body: BaseModel) -> dict[str, object]:
    """The JSON object of a body as it goes over the wire: camelCase names, and only the fields that were set."""
    return body.model_dump(mode="json", by_alias=True, exclude_unset=True)
