"""Every answer's outer form: `{"data": …}` or `{"error": {"code": …, "message": …}}`, whatever went wrong."""

import math
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from arena.engine.errors import ArenaError, Wait
from arena.wire import HTTP_STATUS, Data, ErrorBody, ErrorCode, ErrorDetail, dump

log = structlog.get_logger(__name__)

MAX_BODY_BYTES: Final = 256 * 1024
"""Most bytes of a request. 10,000 characters need 120,000 where each is written as two escaped surrogates."""
LARGER_BODIES: Final = {"/api/v1/chat/completions": 8 * 1024 * 1024}
"""The same by path: OpenAI's clients send images inside the body."""

NO_STORE: Final = {"Cache-Control": "no-store"}


def success(payload: BaseModel | list[BaseModel], *, cache_seconds: int = 0) -> JSONResponse:
    """The answer `{"data": payload}`, which may be cached for that long."""
    return plain(Data(data=payload), cache_seconds=cache_seconds)


def plain(body: BaseModel, *, cache_seconds: int = 0) -> JSONResponse:
    """A body that is its own envelope."""
    cache = {"Cache-Control": f"public, max-age={cache_seconds}"} if cache_seconds else NO_STORE
    return JSONResponse(dump(body), headers=cache)


def failure(
    code: ErrorCode, message: str, *, status: int | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """An error in its envelope, with the status that goes with the code unless another is given."""
    body = ErrorBody(error=ErrorDetail(code=code, message=message))
    return JSONResponse(dump(body), status_code=status or HTTP_STATUS[code], headers=NO_STORE | (headers or {}))


def install_error_handlers(app: FastAPI) -> None:
    """Put everything that the framework or the engine refuses into the envelope."""
    app.add_exception_handler(ArenaError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, _http)


class Guard:
    """Outermost: an unexpected exception becomes INTERNAL_ERROR, and an oversized body is not read to its end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False
        received, most = 0, LARGER_BODIES.get(scope["path"], MAX_BODY_BYTES)

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {most:,} bytes.")
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, bounded, watched)
        except ClientDisconnect:  # nobody is there to be told, and nothing broke
            log.debug("request.abandoned", method=scope["method"], path=scope["path"])
        except Exception:
            log.exception("request.broke", method=scope["method"], path=scope["path"])
            if not started:
                await failure(ErrorCode.INTERNAL_ERROR, "Something went wrong here. Nothing is known to be saved.")(
                    scope, receive, send
                )


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ArenaError):
        raise error
    headers = {}
    if isinstance(error, Wait):
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after.total_seconds())))
    return failure(error.code, str(error), headers=headers)


async def _http(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, StarletteHTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.NOT_FOUND:
        return failure(ErrorCode.NOT_FOUND, "There is nothing at this address.")
    return failure(ErrorCode.BAD_REQUEST, http_sentence(error), status=error.status_code, headers=headers)


def http_sentence(refused: StarletteHTTPException) -> str:
    """What is wrong with a request that the framework, or the guard, refused."""
    match refused.status_code:
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return "This address does not take that method."
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return refused.detail
        case _:
            return "The body could not be read: send JSON in UTF-8."


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    return failure(ErrorCode.BAD_REQUEST, sentence_of(error.errors()[0]))


_REASONS: Final = {
    "missing": "is required",
    "extra_forbidden": "is not known here",
    "string_too_long": "must have at most {max_length:,} characters",
    "value_error": "must not be blank",
    "string_type": "must be text",
    "string_unicode": "must be text",
    "enum": "must be one of {expected}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number",
    "string_pattern_mismatch": "is not written as it should be, for example en or pt-BR",
}
"""What is wrong with a field, by the library's word for it; its limits are filled in."""


def sentence_of(fault: dict[str, Any]) -> str:
    """The first fault as one sentence without the library's words for types."""
    field = ".".join(str(part) for part in fault["loc"][1:])
    limits = fault.get("ctx", {})
    if fault["type"] == "json_invalid":
        return "The body is not valid JSON."
    if not field and fault["type"] == "value_error":
        message = str(limits["error"])
        return f"{message[:1].upper()}{message[1:]}."
    if not field:
        return "The body must be a JSON object, sent as application/json."
    kind = "parameter" if fault["loc"][0] in {"query", "path"} else "field"
    return f"The {kind} {field} {_reason(fault, limits)}."


def _reason(fault: dict[str, Any], limits: dict[str, Any]) -> str:
    if fault["type"] == "string_too_short":
        return "must not be blank" if limits["min_length"] == 1 else "is too short"
    known = _REASONS.get(fault["type"])
    return known.format(**limits) if known else f"is not accepted: {fault['msg'][:1].lower()}{fault['msg'][1:]}"
