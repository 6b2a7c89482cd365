"""Lists that come in pages, and the two fields that documents of the published feeds begin with."""

from typing import Annotated, Generic, TypeVar

from pydantic import AliasChoices, Field

from arena.wire.base import Milliseconds, Response

Item = TypeVar("Item")


class Pagination(Response):
    """Whether there is more, and the cursor that leads there: opaque, and only good for the list it came from."""

    has_more: bool = False
    next_cursor: str | None = None


class Page(Response, Generic[Item]):
    """One page of a list: `{"data": […], "pagination": {…}}`."""

    data: list[Item]
    pagination: Pagination = Pagination()


class Document(Response):
    """What boards and feeds are made of. Servers write the two fields as `_id` and `_creationTime` (Unix milliseconds).

    A board's row may go without both: they say nothing that a reader of the board needs.
    """

    id: Annotated[
        str | None, Field(validation_alias=AliasChoices("_id", "id"), serialization_alias="_id", min_length=1)
    ] = None
    creation_time: Annotated[
        Milliseconds | None,
        Field(validation_alias=AliasChoices("_creationTime", "creationTime"), serialization_alias="_creationTime"),
    ] = None
