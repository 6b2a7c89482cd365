"""The guild, its channels, threads, members and roles (resources/guild, resources/channel)."""

from typing import Any

from starlette.routing import Route

from sandbox import errors
from sandbox.rest import access
from sandbox.rest.routing import Call, route
from sandbox.rules.limits import ARCHIVE_MINUTES, Limit
from sandbox.rules.rates import Pace
from sandbox.rules.report import Report
from sandbox.state.entities import Channel, ChannelType
from sandbox.state.permissions import Permission
from sandbox.state.serialize import channel_json, guild_json, member_json, role_json, user_json

Json = dict[str, Any]

_MEMBERS_PAGE = 1000


def _guild(call: Call) -> Json:
    guild = access.guild(call)
    count = {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
    return {**guild_json(guild), **count} if call.query.get("with_counts") in ("true", "1") else guild_json(guild)


def _channels(call: Call) -> list[Json]:
    guild = access.guild(call)
    return [channel_json(call.world, c) for c in guild.channels.values() if not c.is_thread]


def _roles(call: Call) -> list[Json]:
    return [role_json(role) for role in access.guild(call).roles.values()]


def _members(call: Call) -> list[Json]:
    after = call.number("after") or 0
    limit = min(call.number("limit") or 1, _MEMBERS_PAGE)
    members = sorted(access.guild(call).members.values(), key=lambda m: int(m.user.id))
    return [member_json(member) for member in members if int(member.user.id) > after][:limit]


def _member(call: Call) -> Json:
    member = access.guild(call).members.get(call.path["user_id"])
    if member is None:
        raise errors.unknown_member()
    return member_json(member)


def _user(call: Call) -> Json:
    return user_json(call.world.user(call.path["user_id"]))


def _channel(call: Call) -> Json:
    return channel_json(call.world, access.channel(call))


def _typing(call: Call) -> None:
    channel = access.channel(call, Permission.SEND_MESSAGES)
    data = {"channel_id": channel.id, "user_id": call.world.bot.id}
    call.core.feed.publish("typing", data, call.world.viewers(channel.id))


def _active_threads(call: Call) -> Json:
    guild = access.guild(call)
    threads = [
        channel_json(call.world, c)
        for c in guild.channels.values()
        if c.is_thread and not c.archived and call.world.sees(call.world.bot.id, c.id)
    ]
    return {"threads": threads, "members": []}


def _start_thread(call: Call) -> Json:
    """A thread on a message, which lends it its id, or on its own."""
    _refuse_direct(access.channel(call))
    parent = access.channel(call, Permission.CREATE_PUBLIC_THREADS)
    body, world = call.object(), call.world
    _check_thread(body, new=True)
    message_id = call.path.get("message_id")
    message = world.public_message(parent.id, message_id) if message_id else None
    if message is not None and message.thread_id is not None:
        raise errors.thread_exists()
    archive_minutes = body.get("auto_archive_duration")
    thread = call.core.changes.open_thread(
        parent, body["name"], owner_id=world.bot.id, archive_minutes=archive_minutes, message=message
    )
    return channel_json(world, thread)


def _edit_channel(call: Call) -> Json:
    """Rename, archive or reopen a thread; the sandbox edits no other channels."""
    thread = access.channel(call)
    if not thread.is_thread:
        raise errors.not_modelled("edits of channels other than threads")
    if thread.owner_id != call.world.bot.id and not access.may(call, thread, Permission.MANAGE_THREADS):
        raise errors.missing_permissions()
    body = call.object()
    _check_thread(body, new=False)
    call.core.changes.edit_thread(thread, body)
    return channel_json(call.world, thread)


def _delete_channel(call: Call) -> Json:
    channel = access.channel(call)
    _refuse_direct(channel)
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    if not access.may(call, channel, needed):
        raise errors.missing_permissions()
    data = channel_json(call.world, channel)
    call.core.changes.remove_channel(channel)
    return data


def _refuse_direct(channel: Channel) -> None:
    """Discord closes direct messages instead of deleting them, and opens no threads in them."""
    if channel.type is ChannelType.DM:
        raise errors.not_modelled("threads in direct messages, and closing them")


def _own_guilds(call: Call) -> list[Json]:
    return [
        {"id": guild.id, "name": guild.name, "icon": None, "owner": False, "permissions": "0", "features": []}
        for guild in call.world.joined()
    ]


def _leave(call: Call) -> None:
    call.core.changes.leave(access.guild(call))


def _check_thread(body: Json, *, new: bool) -> None:
    report = Report()
    if new or "name" in body:
        report.text(body, "name", Limit.THREAD_NAME)
    if body.get("auto_archive_duration") is not None:
        report.at("auto_archive_duration").choice(body["auto_archive_duration"], ARCHIVE_MINUTES)
    report.raise_if_any()


def routes() -> list[Route]:
    """The routes of this module."""
    return [
        route("GET", "/users/@me/guilds", _own_guilds),
        route("DELETE", "/users/@me/guilds/{guild_id}", _leave),
        route("GET", "/users/{user_id}", _user),
        route("GET", "/guilds/{guild_id}", _guild),
        route("GET", "/guilds/{guild_id}/channels", _channels),
        route("GET", "/guilds/{guild_id}/roles", _roles),
        route("GET", "/guilds/{guild_id}/members", _members),
        route("GET", "/guilds/{guild_id}/members/{user_id}", _member),
        route("GET", "/guilds/{guild_id}/threads/active", _active_threads),
        route("GET", "/channels/{channel_id}", _channel),
        route("PATCH", "/channels/{channel_id}", _edit_channel),
        route("DELETE", "/channels/{channel_id}", _delete_channel),
        route("POST", "/channels/{channel_id}/typing", _typing, pace=Pace.TYPING),
        route("POST", "/channels/{channel_id}/threads", _start_thread, status=201),
        route("POST", "/channels/{channel_id}/messages/{message_id}/threads", _start_thread, status=201),
    ]
