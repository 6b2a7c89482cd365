"""Direct messages (resources/user#create-dm); what is written in them goes through the channels' routes."""

from typing import Any

from starlette.routing import Route

from sandbox import errors
from sandbox.rest.routing import Call, route
from sandbox.rules.report import Report
from sandbox.state.serialize import channel_json

Json = dict[str, Any]


def _open(call: Call) -> Json:
    """The direct messages with a user, opened where there are none yet. Whether they take any shows in sending one."""
    body = call.object()
    if "recipient_id" not in body:
        raise errors.not_modelled("direct messages of more than two")
    recipient_id, report = str(body["recipient_id"]), Report()
    if not recipient_id.isdecimal():
        report.at("recipient_id").add("NUMBER_TYPE_COERCE", f'Value "{recipient_id}" is not snowflake.')
    report.raise_if_any()
    try:
        recipient = call.world.user(recipient_id)
    except errors.NotFoundError:
        raise errors.invalid_recipient() from None
    if recipient.bot:
        raise errors.invalid_recipient()
    return channel_json(call.world, call.core.changes.open_direct(recipient))


def routes() -> list[Route]:
    """The routes of this module."""
    return [route("POST", "/users/@me/channels", _open)]
