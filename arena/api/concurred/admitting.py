"""Lets a request in by its `ck_` key, in either header, and says on every answer how many more there may be."""

import math
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from arena.api.concurred.engines import Engines
from arena.api.concurred.refusals import refusal
from arena.engine.admission import bearer
from arena.engine.allowances import Allowance
from arena.engine.errors import ArenaError, Forbidden, KeyUnknown, Unauthorized
from arena.engine.values import Api, Key, Tier

_PER_MINUTE: Final = 10
"""Requests of one key at one path (Concurred's documentation, "Rate limits": /api/chat)."""
_COMPLETIONS_PER_MINUTE: Final = 60
"""The same for `/api/v1/chat/completions`."""
COMPLETIONS: Final = "/api/v1/chat/completions"


def admitting_router(engines: Engines) -> APIRouter:
    """A router whose routes all need a key that may ask models."""

    class AdmittingRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def admitted(request: Request) -> Response:
                key, sent = await _key(request, engines)
                allowance = _allowance(request, key, engines)
                try:
                    _admit(key, sent, allowance, engines)
                    answer = await handle(request)
                except (ArenaError, RequestValidationError, HTTPException) as refused:
                    answer = refusal(refused)
                if allowance is not None:
                    answer.headers["X-RateLimit-Limit"] = str(allowance.limit)
                    answer.headers["X-RateLimit-Remaining"] = str(max(allowance.remaining, 0))
                    answer.headers["X-RateLimit-Reset"] = str(math.ceil(allowance.resets_at.timestamp()))
                return answer

            return admitted

    return APIRouter(route_class=AdmittingRoute)


async def _key(request: Request, engines: Engines) -> tuple[Key | None, bool]:
    """The key of this API that was sent, if it is a good one, and whether any was sent."""
    sent = [bearer(request.headers.get("authorization")), request.headers.get("x-api-key", "").strip()]
    for secret in filter(None, sent):
        key = await engines.keys.recognise(secret)
        if key is not None and key.api is Api.CONCURRED:
            return key, True
    return None, any(sent)


def _allowance(request: Request, key: Key | None, engines: Engines) -> Allowance | None:
    """What is left in this minute after this request; None for a key without limits."""
    if key is not None and key.requests_per_minute is None:
        return None
    path = request.url.path
    caller = f"key {key.id}" if key else f"address {request.client.host if request.client else ''}"
    return engines.allowances.take(f"{caller} {path}", _COMPLETIONS_PER_MINUTE if path == COMPLETIONS else _PER_MINUTE)


def _admit(key: Key | None, sent: bool, allowance: Allowance | None, engines: Engines) -> None:  # noqa: FBT001 - private
    if allowance is not None and allowance.remaining < 0:
        raise engines.allowances.wait(allowance)
    if key is None and sent:
        raise KeyUnknown("This API key is not valid.")
    if key is None:
        raise Unauthorized("Send an API key as a bearer token in the Authorization header, or as X-API-Key.")
    if not key.tier.allows(Tier.WRITE):
        raise Forbidden(f"This needs a key of the write tier; yours is of the {key.tier} tier.")
