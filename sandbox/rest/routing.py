"""What every route has in common: the bot's token, the body, the record of it, errors as Discord sends them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import errors
from sandbox.core import Core
from sandbox.rest.body import read
from sandbox.rules.report import Report
from sandbox.state.entities import Upload
from sandbox.state.world import World
from sandbox.traffic import Sent

Json = dict[str, Any]
log = structlog.get_logger()

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


def route(method: str, path: str, handler: Handler, *, status: int = 200, with_token: bool = True) -> Route:
    """A route. What `handler` returns becomes the JSON of the answer, None becomes 204.

    Interaction callbacks and webhooks carry their token in the path instead of a header (`with_token=False`).
    """

    async def endpoint(request: Request) -> Response:
        core: Core = request.app.state.core
        sent = Sent(method=method, path=request.url.path)
        core.traffic.sent.append(sent)
        response = await _answer(core, request, sent)
        sent.status = response.status_code
        return response

    async def _answer(core: Core, request: Request, sent: Sent) -> Response:
        try:
            if with_token:
                _check_token(core, request)
            body, uploads = read(request.headers.get("content-type", ""), await request.body())
            sent.body, sent.files = body, uploads
            query = dict(request.query_params)
            call = Call(core=core, path=request.path_params, query=query, body=body, uploads=uploads)
            with core.feed.held() as tell_members:
                result = handler(call)
        except errors.ApiError as refusal:
            log.info("sandbox.rest.refused", method=method, path=path, status=refusal.status, code=refusal.code)
            return JSONResponse(refusal.to_json(), refusal.status)
        afterwards = BackgroundTask(_soon, tell_members)
        if result is None:
            return Response(status_code=_NO_CONTENT, background=afterwards)
        return JSONResponse(result, status, background=afterwards)

    return Route(path, endpoint, methods=[method])


async def _soon(tell_members: Callable[[], None]) -> None:
    """Runs in the loop: an ordinary function would be sent to a thread."""
    tell_members()


def _check_token(core: Core, request: Request) -> None:
    given = request.headers.get("authorization", "")
    if not secrets.compare_digest(given.encode(), f"Bot {core.bot_token}".encode()):
        raise errors.unauthorized()


async def not_known(request: Request) -> Response:
    """The answer to everything that the sandbox does not model: loud, so that no test passes by accident."""
    log.warning("sandbox.rest.unknown", method=request.method, path=request.url.path)
    request.app.state.core.traffic.sent.append(Sent(method=request.method, path=request.url.path, status=501))
    refusal = errors.not_modelled(f"{request.method} {request.url.path}")
    return JSONResponse(refusal.to_json(), refusal.status)
