"""Concurred's error codes. The envelope is ModelChorus's too: `arena.wire.ErrorBody`."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from pydantic import ValidationError


class ConcurredErrorCode(StrEnum):
    """Every documented code. `RATE_LIMIT_EXCEEDED` says in `details.retryAfter` how many seconds to wait."""

    UNAUTHORIZED = "UNAUTHORIZED"
    INVALID_API_KEY = "INVALID_API_KEY"
    FORBIDDEN = "FORBIDDEN"
    BAD_REQUEST = "BAD_REQUEST"
    MISSING_REQUIRED_FIELD = "MISSING_REQUIRED_FIELD"
    INVALID_MODEL = "INVALID_MODEL"
    INVALID_MESSAGE_LENGTH = "INVALID_MESSAGE_LENGTH"
    STREAMING_REQUIRED = "STREAMING_REQUIRED"
    GUARDRAIL_BLOCKED = "GUARDRAIL_BLOCKED"
    RATE_LIMIT_EXCEEDED = "RATE_LIMIT_EXCEEDED"
    MODEL_UNAVAILABLE = "MODEL_UNAVAILABLE"
    INTERNAL_ERROR = "INTERNAL_ERROR"


CONCURRED_HTTP_STATUS: Final[dict[ConcurredErrorCode, int]] = {
    ConcurredErrorCode.UNAUTHORIZED: 401,
    ConcurredErrorCode.INVALID_API_KEY: 401,
    ConcurredErrorCode.FORBIDDEN: 403,
    ConcurredErrorCode.BAD_REQUEST: 400,
    ConcurredErrorCode.MISSING_REQUIRED_FIELD: 400,
    ConcurredErrorCode.INVALID_MODEL: 400,
    ConcurredErrorCode.INVALID_MESSAGE_LENGTH: 400,
    ConcurredErrorCode.STREAMING_REQUIRED: 400,
    ConcurredErrorCode.GUARDRAIL_BLOCKED: 400,
    ConcurredErrorCode.RATE_LIMIT_EXCEEDED: 429,
    ConcurredErrorCode.MODEL_UNAVAILABLE: 503,
    ConcurredErrorCode.INTERNAL_ERROR: 500,
}
"""The status that goes with each code."""

MESSAGE_TOO_LONG: Final = "message_too_long"
STREAMING_REQUIRED: Final = "streaming_required"
"""Types of validation errors that have a code of their own."""

_CODES: Final = {
    "missing": ConcurredErrorCode.MISSING_REQUIRED_FIELD,
    "union_tag_not_found": ConcurredErrorCode.MISSING_REQUIRED_FIELD,
    STREAMING_REQUIRED: ConcurredErrorCode.STREAMING_REQUIRED,
    MESSAGE_TOO_LONG: ConcurredErrorCode.INVALID_MESSAGE_LENGTH,
}
"""By type of validation error; where a body has several, the one that stands first here decides."""


def code_of(refused: ValidationError) -> ConcurredErrorCode:
    """The code that answers a body which a request type refused."""
    return code_of_types(
        {error["type"] for error in refused.errors(include_url=False, include_context=False, include_input=False)}
    )


def code_of_types(types: Collection[str]) -> ConcurredErrorCode:
    """The same by the types of its validation errors."""
    return next((code for type_, code in _CODES.items() if type_ in types), ConcurredErrorCode.BAD_REQUEST)
