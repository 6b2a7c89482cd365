"""The error envelope of ModelChorus and its codes (reference page, "Response Format & Errors")."""

from enum import StrEnum
from typing import Final

from pydantic import JsonValue

from arena.wire.base import Response


class ErrorCode(StrEnum):
    """Every documented code. Three of them share HTTP 429: a client decides by the code, never by the status."""

    UNAUTHORIZED = "UNAUTHORIZED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    BAD_REQUEST = "BAD_REQUEST"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    RATE_LIMITED = "RATE_LIMITED"
    TOO_EARLY = "TOO_EARLY"
    VOTE_FAILED = "VOTE_FAILED"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    INTERNAL_ERROR = "INTERNAL_ERROR"


HTTP_STATUS: Final[dict[ErrorCode, int]] = {
    ErrorCode.UNAUTHORIZED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.BAD_REQUEST: 400,
    ErrorCode.QUOTA_EXCEEDED: 429,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.TOO_EARLY: 429,
    ErrorCode.VOTE_FAILED: 400,
    ErrorCode.NOT_SUPPORTED: 400,
    ErrorCode.INTERNAL_ERROR: 500,
}
"""The status that goes with each code."""


class ErrorDetail(Response):
    """What went wrong. `code` is open: a server may know codes that we do not."""

    code: str
    message: str = ""
    details: JsonValue = None


class ErrorBody(Response):
    """`{"error": {"code": …, "message": …}}`."""

    error: ErrorDetail
