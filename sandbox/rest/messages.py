"""Messages of a channel (resources/message)."""

from datetime import timedelta
from typing import Any

from starlette.routing import Route

from sandbox import errors
from sandbox.rest import access
from sandbox.rest.routing import Call, route
from sandbox.rules import messages
from sandbox.rules.limits import Limit
from sandbox.rules.rates import OLD_SECONDS, Pace
from sandbox.rules.report import Report
from sandbox.state.entities import Channel, Message, MessageFlag, MessageType
from sandbox.state.permissions import Permission
from sandbox.state.serialize import guild_part, message_json

Json = dict[str, Any]

_PAGE = 50
_CREATABLE = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.IS_COMPONENTS_V2


def _list(call: Call) -> list[Json]:
    channel = access.channel(call)
    if not access.may(call, channel, Permission.READ_MESSAGE_HISTORY):
        return []
    limit = _limit(call)
    public = [m for m in call.world.messages.get(channel.id, {}).values() if m.ephemeral_to is None]
    before, after, around = (call.number(key) for key in ("before", "after", "around"))
    if before is not None:
        chosen = [m for m in public if int(m.id) < before][-limit:]
    elif after is not None:
        chosen = [m for m in public if int(m.id) > after][:limit]
    elif around is not None:
        nearest = sorted(public, key=lambda m: abs(int(m.id) - around))[:limit]
        chosen = [m for m in public if m in nearest]
    else:
        chosen = public[-limit:]
    return [message_json(call.world, message) for message in reversed(chosen)]


def _limit(call: Call) -> int:
    report = Report()
    limit = call.number("limit", _PAGE) or 0
    report.number({"limit": limit}, "limit", Limit.HISTORY_PAGE)
    report.raise_if_any()
    return limit


def _get(call: Call) -> Json:
    channel = access.channel(call, Permission.READ_MESSAGE_HISTORY)
    return message_json(call.world, call.world.public_message(channel.id, call.path["message_id"]))


def _create(call: Call) -> Json:
    channel = access.channel(call)
    speak = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    access.channel(call, speak, *([Permission.ATTACH_FILES] if call.uploads else []))
    world, messaging = call.world, call.core.messaging
    if channel.recipient_id is not None and not world.reachable(channel.recipient_id):
        raise errors.unreachable()
    body = call.object()
    messages.check_new(body, call.uploads)
    earlier = messaging.repeated(channel.id, world.bot.id, body)
    if earlier is not None:
        return message_json(world, earlier)
    traits = {"flags": MessageFlag(body.get("flags") or 0) & _CREATABLE, **_reference(call, channel, body)}
    message = messaging.post(channel.id, world.bot.id, body, call.uploads, **traits)
    call.core.changes.speak_in(channel)
    return message_json(world, message)


def _reference(call: Call, channel: Channel, body: Json) -> Json:
    """The traits of a reply: its type, and what it answers."""
    reference = body.get("message_reference")
    if not reference:
        return {}
    if reference.get("type"):
        raise errors.not_modelled("forwarded messages")
    if not access.may(call, channel, Permission.READ_MESSAGE_HISTORY):
        raise errors.cannot_read_history()
    message_id = str(reference.get("message_id"))
    try:
        call.world.public_message(channel.id, message_id)
    except errors.NotFoundError:
        if reference.get("fail_if_not_exists", True):
            report = Report()
            report.at("message_reference").add("MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
            report.raise_if_any()
        return {}
    pointer = {"message_id": message_id, "channel_id": channel.id, **guild_part(call.world, channel.id)}
    return {"type": MessageType.REPLY, "reference": pointer}


def _edit(call: Call) -> Json:
    channel = access.channel(call)
    message = call.world.public_message(channel.id, call.path["message_id"])
    if message.author_id != call.world.bot.id:
        raise errors.not_the_author()
    if channel.archived:
        raise errors.thread_archived()
    if call.world.clock.now() - message.timestamp > timedelta(seconds=OLD_SECONDS):
        passage = call.core.pacer.take(Pace.OLD_EDIT, channel.id)
        if not passage.allowed:
            raise errors.too_many_old_edits(passage.reset_after)
    messages.check_edit(message, call.object(), call.uploads)
    call.core.messaging.edit(message, call.object(), call.uploads)
    return message_json(call.world, message)


def _delete(call: Call) -> None:
    channel = access.channel(call)
    message: Message = call.world.public_message(channel.id, call.path["message_id"])
    own = message.author_id == call.world.bot.id
    if not own and channel.recipient_id is not None:
        raise errors.direct_only_own()
    if not own and not access.may(call, channel, Permission.MANAGE_MESSAGES):
        raise errors.missing_permissions()
    call.core.messaging.delete(message)


def _pin(call: Call) -> None:
    _set_pinned(call, pinned=True)


def _unpin(call: Call) -> None:
    _set_pinned(call, pinned=False)


def _set_pinned(call: Call, *, pinned: bool) -> None:
    """Pin it or not. Discord also says so in the channel, in a message of its own, which is not modelled."""
    channel = access.channel(call, Permission.READ_MESSAGE_HISTORY, Permission.PIN_MESSAGES)
    message = call.world.public_message(channel.id, call.path["message_id"])
    if message.pinned is not pinned:
        message.pinned = pinned
        call.core.messaging.announce(message)


def routes() -> list[Route]:
    """The routes of this module."""
    base = "/channels/{channel_id}/messages"
    return [
        route("GET", base, _list),
        route("POST", base, _create, pace=Pace.SEND),
        route("PUT", f"{base}/pins/{{message_id}}", _pin),
        route("DELETE", f"{base}/pins/{{message_id}}", _unpin),
        route("GET", f"{base}/{{message_id}}", _get),
        route("PATCH", f"{base}/{{message_id}}", _edit, pace=Pace.EDIT),
        route("DELETE", f"{base}/{{message_id}}", _delete, pace=Pace.DELETE),
    ]
