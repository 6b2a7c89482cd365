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
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from arena.engine.errors import ArenaError, Wait
from arena.wire import HTTP_STATUS, Data, ErrorBody, ErrorCode, ErrorDetail, dump

log = structlog.get_logger(__name__)

MAX_BODY_BYTES: Final = 256 * 1024
"""Most bytes of a request. 10,000 characters need 120,000 where each is written as two escaped surrogates."""

_NO_STORE: Final = {"Cache-Control": "no-store"}


def success(payload: BaseModel | list[BaseModel], *, cache_seconds: int = 0) -> JSONResponse:
    """The answer `{"data": payload}`, which may be cached for that long."""
    return plain(Data(data=payload), cache_seconds=cache_seconds)


def plain(body: BaseModel, *, cache_seconds: int = 0) -> JSONResponse:
    """A body that is its own envelope."""
    cache = {"Cache-Control": f"public, max-age={cache_seconds}"} if cache_seconds else _NO_STORE
    return JSONResponse(dump(body), headers=cache)


def failure(
    code: ErrorCode, message: str, *, status: int | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """An error in its envelope, with the status that goes with the code unless another is given."""
    body = ErrorBody(error=ErrorDetail(code=code, message=message))
    return JSONResponse(dump(body), status_code=status or HTTP_STATUS[code], headers=_NO_STORE | (headers or {}))


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
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, bounded, watched)
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
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return failure(ErrorCode.NOT_FOUND, "There is nothing at this address.")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            message = "This address does not take that method."
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            message = f"The body is larger than {MAX_BODY_BYTES:,} bytes."
        case _:
            message = "The body could not be read: send JSON in UTF-8."
    return failure(ErrorCode.BAD_REQUEST, message, status=error.status_code, headers=headers)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    return failure(ErrorCode.BAD_REQUEST, _sentence(error.errors()[0]))


def _sentence(fault: dict[str, Any]) -> str:
    """The first fault as one sentence without the library's words for types."""
    field = ".".join(str(part) for part in fault["loc"][1:])
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "json_invalid":
            return "The body is not valid JSON."
        case "value_error" if not field:
            message = str(limits["error"])
            return f"{message[:1].upper()}{message[1:]}."
        case _ if not field:
            return "The body must be a JSON object, sent as application/json."
        case "missing":
            reason = "is required"
        case "extra_forbidden":
            reason = "is not known here"
        case "string_too_long":
            reason = f"must have at most {limits['max_length']:,} characters"
        case "string_too_short" | "value_error":
            reason = "must not be blank" if limits.get("min_length", 1) == 1 else "is too short"
        case "string_type" | "string_unicode":
            reason = "must be text"
        case "enum":
            reason = f"must be one of {limits['expected']}"
        case _:
            reason = f"is not accepted: {fault['msg'][:1].lower()}{fault['msg'][1:]}"
    return f"The field {field} {reason}."
