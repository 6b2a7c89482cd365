"""Reads an HTTP answer: a typed body, or the error that it stands for. Knows nothing of connections."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import chain
from math import isfinite
from typing import Final, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from arena.clients.errors import (
    CONCURRED_REFUSALS,
    REFUSALS,
    ArenaError,
    ArenaMalformed,
    ArenaRefused,
    ArenaUnanswered,
    UnknownRefusal,
)
from arena.wire import ErrorBody, ErrorDetail

Body = TypeVar("Body", bound=BaseModel)

_SERVER_FAILED: Final = 500
_EXCERPT_CHARACTERS: Final = 200
_KINDS: Final[Mapping[str, type[ArenaRefused]]] = {
    code.value: kind for code, kind in chain(REFUSALS.items(), CONCURRED_REFUSALS.items())
}
_KEY: Final = re.compile(r"\b(?:mc_|ck_|sk-|Bearer\s+)[\w.~+/=-]+")


def read(response: httpx.Response, body: type[Body]) -> Body:
    """The body of a success.

    Raises:
        ArenaError: what the answer stands for instead.
    """
    if not response.is_success:
        raise failure(response)
    try:
        return body.model_validate_json(response.content)
    except ValidationError as broken:
        if _refusal(response) is not None:
            raise failure(response) from None
        raise _malformed(response, first_problem(broken)) from broken


def failure(response: httpx.Response) -> ArenaError:
    """The error that an answer stands for: by its code where it has one that is known, never by the status."""
    refusal = _refusal(response)
    wait = retry_after(response.headers, datetime.now(UTC))
    if wait is None and refusal is not None:
        wait = _announced_wait(refusal)
    kind = UnknownRefusal if refusal is None else _KINDS.get(refusal.code, UnknownRefusal)
    if kind is UnknownRefusal and response.status_code >= _SERVER_FAILED:
        return ArenaUnanswered(f"HTTP {response.status_code} without a known error code", retry_after=wait)
    if refusal is None:
        return _malformed(response, "no error envelope", wait)
    return kind(
        excerpt(response, refusal.message),
        code=excerpt(response, refusal.code),
        status=response.status_code,
        request_id=response.headers.get("x-request-id"),
        retry_after=wait,
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait by the Retry-After header, which holds seconds or an HTTP date; None without a readable one."""
    value = headers.get("retry-after", "").strip()
    with suppress(ValueError):
        seconds = float(value)
        return seconds if isfinite(seconds) and seconds >= 0 else None
    with suppress(ValueError, OverflowError):
        when = parsedate_to_datetime(value)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - now).total_seconds())
    return None


def _announced_wait(refusal: ErrorDetail) -> float | None:
    """Seconds to wait by Concurred's `details.retryAfter`; None without a readable one."""
    wait = refusal.details.get("retryAfter") if isinstance(refusal.details, dict) else None
    if isinstance(wait, bool) or not isinstance(wait, int | float) or not isfinite(wait):
        return None
    return max(0.0, float(wait))


def _refusal(response: httpx.Response) -> ErrorDetail | None:
    try:
        return ErrorBody.model_validate_json(response.content).error
    except ValidationError:
        return None


def _malformed(response: httpx.Response, problem: str, wait: float | None = None) -> ArenaMalformed:
    return ArenaMalformed(
        f"HTTP {response.status_code} with a body that cannot be read: {problem}",
        excerpt=excerpt(response, response.text),
        retry_after=wait,
    )


def excerpt(response: httpx.Response, text: str) -> str:
    """The beginning of a text of the arena, without the key that was sent and all that looks like one."""
    headers = response.request.headers
    sent = headers.get("x-api-key", "") or headers.get("authorization", "").removeprefix("Bearer ")
    return without_keys(text, sent)[:_EXCERPT_CHARACTERS]


def without_keys(text: str, sent: str) -> str:
    """A text without the key that was sent and all that looks like one."""
    return _KEY.sub("[key]", text.replace(sent, "[key]") if sent else text)


def first_problem(broken: ValidationError) -> str:
    """Where a body is broken and how, without what stood there."""
    first = broken.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
