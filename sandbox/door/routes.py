"""The door's routes."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.control import api
from sandbox.control.api import Control
from sandbox.core import Core
from sandbox.door.guard import PAGE_HEADERS, Key
from sandbox.door.present import Presenter
from sandbox.door.views import state_json
from sandbox.errors import ApiError, DoorError
from sandbox.page import STATIC
from sandbox.rest.body import safe_filename
from sandbox.state.entities import Upload
from sandbox.state.serialize import message_json

Json = dict[str, Any]
Action = Callable[[Json], Awaitable[Response]]


class _Static(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers.update({**PAGE_HEADERS, "Cache-Control": "no-cache"})
        return response


class Door:
    """What the page may ask, on one running sandbox."""

    def __init__(self, core: Core, key: Key, presenter: Presenter, control: Control) -> None:
        self._core = core
        self._key = key
        self._presenter = presenter
        self._control = control

    def routes(self) -> list[BaseRoute]:
        """The page, its files, and everything under /sandbox/."""
        return [
            Route("/", self._index, methods=["GET"]),
            Mount("/static", _Static(directory=STATIC)),
            Route("/sandbox/state", self._guarded(self._state), methods=["GET"]),
            Route("/sandbox/events", self._guarded(self._events), methods=["GET"]),
            Route("/sandbox/commands", self._acting(self._command), methods=["POST"]),
            Route("/sandbox/components", self._acting(self._component), methods=["POST"]),
            Route("/sandbox/modals", self._acting(self._modal), methods=["POST"]),
            Route("/sandbox/messages", self._acting(self._message), methods=["POST"]),
            Route("/sandbox/autocomplete", self._acting(self._autocomplete), methods=["POST"]),
            Route("/sandbox/uploads", self._guarded(self._upload), methods=["POST"]),
            *api.routes(self._control, self._guarded),
        ]

    async def _index(self, request: Request) -> Response:
        if not self._key.fits(request):
            return PlainTextResponse("Open the address that the sandbox printed.\n", 403, PAGE_HEADERS)
        if "token" in request.query_params:
            return self._key.welcome(request)
        return FileResponse(STATIC / "index.html", headers=PAGE_HEADERS)

    def _guarded(self, handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """The handler behind the key, with refusals as sentences."""

        async def endpoint(request: Request) -> Response:
            if not self._key.fits(request):
                return _refusal(403, "Open the address that the sandbox printed.")
            try:
                response = await handler(request)
            except DoorError as refused:
                return _refusal(refused.status, refused.sentence)
            except ApiError as refused:
                return JSONResponse(refused.to_json(), refused.status, PAGE_HEADERS)
            response.headers.update(PAGE_HEADERS)
            return response

        return endpoint

    def _acting(self, action: Action) -> Callable[[Request], Awaitable[Response]]:
        """The action behind the key, with its JSON body; `as` must be one of the people."""

        async def handler(request: Request) -> Response:
            try:
                body = await request.json()
            except ValueError:
                raise DoorError(400, "The body is not JSON.") from None
            if not isinstance(body, dict):
                raise DoorError(400, "The body is not an object.")
            return await action({**body, "as": self._person(body.get("as"))})

        return self._guarded(handler)

    def _person(self, user_id: Any) -> str:
        """The id of the member meant, by id or username; without either the first one."""
        people = [m.user for m in self._core.world.guild.members.values() if not m.user.bot]
        found = next((user for user in people if user_id in (None, user.id, user.username)), None)
        if found is None:
            raise DoorError(404, "There is no such member.")
        return found.id

    async def _state(self, request: Request) -> Response:
        user_id = self._person(request.query_params.get("as"))
        return JSONResponse(state_json(self._core, self._presenter, user_id))

    async def _events(self, request: Request) -> Response:
        user_id = self._person(request.query_params.get("as"))
        last = request.headers.get("last-event-id") or request.query_params.get("after")
        after = int(last) if last is not None and last.isdecimal() else None

        async def stream() -> AsyncIterator[str]:
            with self._core.feed.stream(user_id, after) as queue:
                yield ": open\n\n"
                while (event := await queue.get()) is not None:
                    data = json.dumps(self._presenter.present(event.data))
                    yield f"id: {event.id}\nevent: {event.name}\ndata: {data}\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def _command(self, body: Json) -> Response:
        started = self._core.actions.command(
            body["as"],
            _text(body, "channel_id"),
            _text(body, "command_id"),
            body.get("options") or [],
            body.get("target_id"),
        )
        return JSONResponse({"interaction_id": started.id}, 202)

    async def _component(self, body: Json) -> Response:
        started = self._core.actions.component(
            body["as"],
            _text(body, "channel_id"),
            _text(body, "message_id"),
            _text(body, "custom_id"),
            [str(value) for value in body.get("values") or ()],
        )
        return JSONResponse({"interaction_id": started.id}, 202)

    async def _modal(self, body: Json) -> Response:
        started = self._core.actions.modal(body["as"], _text(body, "modal_id"), body.get("components"))
        return JSONResponse({"interaction_id": started.id}, 202)

    async def _message(self, body: Json) -> Response:
        world, files = self._core.world, body.get("attachments") or []
        if not all(world.has_uploaded(body["as"], str(file)) for file in files):
            raise DoorError(422, "There is no such file.")
        message = self._core.actions.say(
            body["as"], _text(body, "channel_id"), _text(body, "content"), [str(file) for file in files]
        )
        return JSONResponse(self._presenter.present(message_json(world, message)), 201)

    async def _upload(self, request: Request) -> Response:
        """Take a file, its bytes as the body; it can then be named in a command, a form or a message."""
        user_id = self._person(request.query_params.get("as"))
        upload = Upload(
            filename=safe_filename(request.query_params.get("filename", "file")),
            content_type=request.headers.get("content-type", "application/octet-stream").partition(";")[0],
            data=await request.body(),
        )
        return JSONResponse(self._core.actions.upload(user_id, upload), 201)

    async def _autocomplete(self, body: Json) -> Response:
        choices = await self._core.actions.autocomplete(
            body["as"], _text(body, "channel_id"), _text(body, "command_id"), body.get("options") or []
        )
        return JSONResponse({"choices": choices})


def _text(body: Json, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str):
        raise DoorError(422, f"“{key}” is missing.")
    return value


def _refusal(status: int, sentence: str) -> Response:
    return JSONResponse({"message": sentence}, status, PAGE_HEADERS)
