"""What the bot may reach: a channel it sees, and there what its permissions allow."""

from sandbox import errors
from sandbox.rest.routing import Call
from sandbox.state.entities import Channel, Guild
from sandbox.state.permissions import Permission


def guild(call: Call) -> Guild:
    """The guild of the path; raises 10004 for one in which the bot is not."""
    found = call.world.guilds.get(call.path["guild_id"])
    if found is None or call.world.bot.id not in found.members:
        raise errors.unknown_guild()
    return found


def channel(call: Call, *needed: Permission) -> Channel:
    """The channel of the path; raises 10003, 50001 when the bot cannot see it, 50013 without what is needed."""
    world = call.world
    found = world.channel(call.path["channel_id"])
    granted = world.permissions(found, world.bot.id)
    if not granted & Permission.VIEW_CHANNEL:
        raise errors.missing_access()
    if any(not granted & permission for permission in needed):
        raise errors.missing_permissions()
    return found


def may(call: Call, where: Channel, permission: Permission) -> bool:
    """Whether the bot has the permission in the channel."""
    return bool(call.world.permissions(where, call.world.bot.id) & permission)
