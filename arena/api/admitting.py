"""Lets a request in before its body is looked at: a caller without a key learns nothing about what a body should be."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute

from arena.engine.admission import Admission
from arena.engine.errors import Unauthorized
from arena.engine.values import Key, Tier


def router_for(tier: Tier, admission: Admission) -> APIRouter:
    """A router whose routes all need that tier."""

    class AdmittingRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def admitted(request: Request) -> Response:
                address = request.client.host if request.client else ""
                request.state.key = await admission.admit(request.headers.get("authorization"), address, tier)
                return await handle(request)

            return admitted

    return APIRouter(prefix="/api/v1", route_class=AdmittingRoute)


def _key(request: Request) -> Key:
    key = request.state.key
    if not isinstance(key, Key):
        raise Unauthorized("Send an API key as a bearer token in the Authorization header.")
    return key


Caller = Annotated[Key, Depends(_key)]
"""The key of an admitted request."""
