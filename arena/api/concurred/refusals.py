"""Whatever is refused on Concurred's paths, in Concurred's words: its codes, and its `details.retryAfter`."""

import math
from http import HTTPStatus
from typing import Final

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from arena.api.envelope import NO_STORE, http_sentence, sentence_of
from arena.engine.errors import (
    ArenaError,
    BadRequest,
    Forbidden,
    KeyUnknown,
    ModelUnavailable,
    RateLimited,
    Unauthorized,
    UnknownModel,
)
from arena.wire import ErrorBody, ErrorDetail, dump
from arena.wire.concurred import CONCURRED_HTTP_STATUS, ConcurredErrorCode, code_of_types

Refused = ArenaError | RequestValidationError | HTTPException

_CODES: Final[tuple[tuple[type[ArenaError], ConcurredErrorCode], ...]] = (
    (KeyUnknown, ConcurredErrorCode.INVALID_API_KEY),
    (Unauthorized, ConcurredErrorCode.UNAUTHORIZED),
    (Forbidden, ConcurredErrorCode.FORBIDDEN),
    (UnknownModel, ConcurredErrorCode.INVALID_MODEL),
    (BadRequest, ConcurredErrorCode.BAD_REQUEST),
    (ModelUnavailable, ConcurredErrorCode.MODEL_UNAVAILABLE),
    (RateLimited, ConcurredErrorCode.RATE_LIMIT_EXCEEDED),
)


def refusal(refused: Refused) -> JSONResponse:
    """The answer to a request that was refused."""
    if isinstance(refused, RequestValidationError):
        errors = refused.errors()
        code = code_of_types({error["type"] for error in errors})
        first = next((error for error in errors if code_of_types({error["type"]}) is code), errors[0])
        return _answer(code, sentence_of(first))
    if isinstance(refused, HTTPException):
        code = ConcurredErrorCode.BAD_REQUEST
        return _answer(code, http_sentence(refused), status=refused.status_code)
    code = next((code for kind, code in _CODES if isinstance(refused, kind)), ConcurredErrorCode.INTERNAL_ERROR)
    if isinstance(refused, RateLimited):
        wait = max(1, math.ceil(refused.retry_after.total_seconds()))
        answer = _answer(code, str(refused), details={"retryAfter": wait})
        answer.headers["Retry-After"] = str(wait)
        return answer
    return _answer(code, str(refused))


def _answer(
    code: ConcurredErrorCode, message: str, *, status: int | None = None, details: dict[str, int] | None = None
) -> JSONResponse:
    detail = ErrorDetail(code=code, message=message)
    if details is not None:
        detail = ErrorDetail(code=code, message=message, details=dict(details))
    found = status or CONCURRED_HTTP_STATUS[code]
    return JSONResponse(dump(ErrorBody(error=detail)), status_code=HTTPStatus(found), headers=NO_STORE)
