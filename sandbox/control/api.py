"""The control: in Python for the process that runs the sandbox, over HTTP for others on this machine."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError, validate_call
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.control.clock import ClockControl
from sandbox.control.faults import FaultControl
from sandbox.control.guilds import GuildControl
from sandbox.core import Core
from sandbox.errors import DoorError

_NOT_OVER_HTTP = ("follow", "close")
Guard = Callable[[Callable[[Request], Awaitable[Response]]], Callable[[Request], Awaitable[Response]]]


@dataclass(frozen=True, slots=True)
class Control:
    """Everything that can be asked for."""

    faults: FaultControl
    guilds: GuildControl
    clock: ClockControl


def control_of(core: Core) -> Control:
    """The control of one running sandbox."""
    return Control(
        FaultControl(core.faults, core.gateway),
        GuildControl(core.world, core.changes, core.messaging),
        ClockControl(core.world.clock),
    )


def routes(control: Control, guard: Guard) -> list[BaseRoute]:
    """POST /sandbox/control/faults/fail and so on: the method's arguments by name as JSON, its result back.

    GET /sandbox/control/clock is for followers. `guard` asks for the token, and turns refusals into sentences.
    """

    async def call(request: Request) -> Response:
        part, name = request.path_params["part"], request.path_params["name"]
        method = _methods(control).get((part, name))
        if method is None:
            raise DoorError(404, f"The control has no {part}/{name}.")
        try:
            body = await request.json()
        except ValueError:
            raise DoorError(400, "The body is not JSON.") from None
        if not isinstance(body, dict):
            raise DoorError(400, "The body is not an object.")
        try:
            result = validate_call(method)(**body)
        except ValidationError as wrong:
            raise DoorError(422, "; ".join(_sentence(problem) for problem in wrong.errors())) from None
        return JSONResponse({"result": await result if inspect.isawaitable(result) else result})

    async def follow(request: Request) -> Response:
        follower, after = request.query_params.get("follower", ""), request.query_params.get("after", "0")
        if not follower or not after.isdecimal():
            raise DoorError(422, "A follower needs a name, and the number of the version that it knows.")
        return JSONResponse(await control.clock.follow(follower, int(after)))

    return [
        Route("/sandbox/control/clock", guard(follow), methods=["GET"]),
        Route("/sandbox/control/{part}/{name}", guard(call), methods=["POST"]),
    ]


def _methods(control: Control) -> dict[tuple[str, str], Callable[..., Any]]:
    parts = {"faults": control.faults, "guilds": control.guilds, "clock": control.clock}
    return {
        (part, name): method
        for part, holder in parts.items()
        for name, method in inspect.getmembers(holder, inspect.ismethod)
        if not name.startswith("_") and name not in _NOT_OVER_HTTP
    }


def _sentence(problem: Any) -> str:
    return f"“{'.'.join(map(str, problem['loc']))}”: {problem['msg']}"
