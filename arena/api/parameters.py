"""The query parameters that several endpoints share, as the reference page describes them."""

from typing import Annotated, Final

from fastapi import Query

from arena.wire import Locale

MAX_LIMIT: Final = 50
DEFAULT_LIMIT: Final = 20

LocaleParameter = Annotated[Locale | None, Query(description="A locale code, for example en, es or pt-BR.")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many to return, 1 to 50.")]
