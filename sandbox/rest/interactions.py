"""Interaction callbacks and the webhooks behind them (interactions/receiving-and-responding)."""

from typing import Any

from starlette.routing import Route

from sandbox.rest.routing import Call, route
from sandbox.rules.rates import Pace
from sandbox.state.serialize import message_json

Json = dict[str, Any]


def _callback(call: Call) -> Json | None:
    path = call.path
    answer = call.core.answers.respond(path["interaction_id"], path["token"], call.object(), call.uploads)
    return answer if call.query.get("with_response", "").lower() in ("true", "1") else None


def _follow_up(call: Call) -> Json:
    path = call.path
    message = call.core.answers.follow_up(path["application_id"], path["token"], call.object(), call.uploads)
    return message_json(call.world, message)


def _fetch(call: Call) -> Json:
    path = call.path
    message = call.core.answers.fetch(path["application_id"], path["token"], path["message_id"])
    return message_json(call.world, message)


def _edit(call: Call) -> Json:
    path = call.path
    message = call.core.answers.edit(
        path["application_id"], path["token"], path["message_id"], call.object(), call.uploads
    )
    return message_json(call.world, message)


def _delete(call: Call) -> None:
    path = call.path
    call.core.answers.delete(path["application_id"], path["token"], path["message_id"])


def routes() -> list[Route]:
    """The routes of this module; their tokens stand in the path."""
    base = "/webhooks/{application_id}/{token}"
    one = f"{base}/messages/{{message_id}}"
    return [
        route("POST", "/interactions/{interaction_id}/{token}/callback", _callback, with_token=False),
        route("POST", base, _follow_up, with_token=False, pace=Pace.WEBHOOK),
        route("GET", one, _fetch, with_token=False, pace=Pace.WEBHOOK),
        route("PATCH", one, _edit, with_token=False, pace=Pace.WEBHOOK),
        route("DELETE", one, _delete, with_token=False, pace=Pace.WEBHOOK),
    ]
