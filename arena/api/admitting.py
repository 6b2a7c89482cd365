"""Lets a request in before its body is looked at: a caller without a key learns nothing about what a body should be."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute

from arena.api.caching import AnswerCache
from arena.engine.admission import Admission
from arena.engine.errors import Unauthorized
from arena.engine.values import Key, Tier


def router_for(
    tier: Tier, admission: Admission, cache: AnswerCache | None = None, *, prefix: str = "/api/v1"
) -> APIRouter:
    """A router whose routes all need that tier. With a cache, what it knows is answered from there."""

    class AdmittingRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def admitted(request: Request) -> Response:
                address = request.client.host if request.client else ""
                request.state.key = await admission.admit(request.headers.get("authorization"), address, tier)
                if cache is None:
                    return await handle(request)
                known = cache.known(request)
                if known is None:
                    known = await handle(request)
                    cache.note(request, known)
                return known

            return admitted

    return APIRouter(prefix=prefix, route_class=AdmittingRoute)


def caller_of(request: Request) -> Key:
    """The key of an admitted request."""
    key = request.state.key
    if not isinstance(key, Key):
        raise Unauthorized("Send an API key as a bearer token in the Authorization header.")
    return key


async def _caller(request: Request) -> Key:
    return caller_of(request)  # a dependency that is no coroutine would be run in a thread


Caller = Annotated[Key, Depends(_caller)]
"""The key of an admitted request, for those who have a body to be read anyway."""
