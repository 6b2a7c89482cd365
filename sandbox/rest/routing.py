"""What every route has in common: the gate, the body, the record of it, errors as Discord sends them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox import errors, wire
from sandbox.core import Core
from sandbox.faults import RouteFault
from sandbox.rest.body import read
from sandbox.rest.gate import refusal
from sandbox.rules.rates import Pace
from sandbox.rules.report import Report
from sandbox.state.entities import Upload
from sandbox.state.world import World
from sandbox.traffic import Sent

Json = dict[str, Any]
log = structlog.get_logger()

PREFIX = "/api/v10"
_NO_CONTENT = 204


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request of the bot."""

    core: Core
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: list[Upload]

    @property
    def world(self) -> World:
        """The world it is about."""
        return self.core.world

    def object(self) -> Json:
        """The body, which must be a JSON object; an absent one is empty. Raises InvalidFormError."""
        report = Report()
        body = {} if self.body is None else self.body
        report.kind(body, dict)
        report.raise_if_any()
        return dict(body)

    def number(self, key: str, default: int | None = None) -> int | None:
        """A whole number of the query, or `default` where there is none. Raises InvalidFormError."""
        value = self.query.get(key)
        if value is None:
            return default
        if not value.isdecimal():
            report = Report()
            report.at(key).add("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            report.raise_if_any()
        return int(value)


Handler = Callable[[Call], Any]


def route(
    method: str, path: str, handler: Handler, *, status: int = 200, with_token: bool = True, pace: Pace | None = None
) -> Route:
    """A route. What `handler` returns becomes the JSON of the answer, None becomes 204.

    Interaction callbacks and webhooks carry their token in the path instead of a header (`with_token=False`). `pace`
    is the route's own rate.
    """

    async def endpoint(request: Request) -> Response:
        core: Core = request.app.state.core
        sent = Sent(method=method, path=request.url.path)
        core.traffic.sent.append(sent)
        fault = core.faults.for_request(method, request.url.path.removeprefix(PREFIX))
        if fault is not None:
            await _pause(core, fault.delay)
            if fault.when == "before" and (broken := _broken(fault)) is not None:
                return broken
        response = core.gate.banned() or await _answer(core, request, sent)
        sent.status = response.status_code
        if fault is not None and fault.when == "after" and (broken := _broken(fault)) is not None:
            broken.background = response.background
            return broken
        return response

    async def _answer(core: Core, request: Request, sent: Sent) -> Response:
        passage = None
        try:
            passage = core.gate.enter(request, pace, with_token=with_token)
            if passage is not None and not passage.allowed:
                raise errors.RateLimitedError(passage.reset_after)
            response = await _handled(core, request, sent)
        except errors.ApiError as refused:
            log.info("sandbox.rest.refused", method=method, path=path, status=refused.status, code=refused.code)
            response = refusal(refused)
        return core.gate.leave(response, passage)

    async def _handled(core: Core, request: Request, sent: Sent) -> Response:
        body, uploads = read(request.headers.get("content-type", ""), await request.body())
        sent.body, sent.files = body, uploads
        query = dict(request.query_params)
        call = Call(core=core, path=request.path_params, query=query, body=body, uploads=uploads)
        with core.feed.held() as tell_members:
            result = handler(call)
        afterwards = BackgroundTask(_soon, tell_members)
        if result is None:
            return Response(status_code=_NO_CONTENT, background=afterwards)
        return JSONResponse(result, status, background=afterwards)

    return Route(path, endpoint, methods=[method])


async def _soon(tell_members: Callable[[], None]) -> None:
    """Runs in the loop: an ordinary function would be sent to a thread."""
    tell_members()


async def _pause(core: Core, seconds: float) -> None:
    if seconds > 0:
        over = asyncio.Event()
        core.wire_clock.call_later(seconds, over.set)
        await over.wait()


def _broken(fault: RouteFault) -> Response | None:
    """The answer of a fault; None where it was only slow."""
    if fault.cut:
        return _Cut()
    if fault.status is None:
        return None
    return JSONResponse(fault.body, fault.status, {"Via": "1.1 sandbox", **fault.headers})


class _Cut(Response):
    """No answer at all."""

    async def __call__(self, scope: Scope, receive: Receive, _: Send) -> None:
        wire.cut(scope)
        while (await receive())["type"] != "http.disconnect":
            pass
        if self.background is not None:
            await self.background()


async def not_known(request: Request) -> Response:
    """The answer to everything that the sandbox does not model: loud, so that no test passes by accident."""
    log.warning("sandbox.rest.unknown", method=request.method, path=request.url.path)
    request.app.state.core.traffic.sent.append(Sent(method=request.method, path=request.url.path, status=501))
    return refusal(errors.not_modelled(f"{request.method} {request.url.path}"))
