"""What one member sees of the world."""

from typing import Any

from sandbox.core import Core
from sandbox.door.present import Presenter
from sandbox.state.entities import Member
from sandbox.state.serialize import channels_of, message_json

Json = dict[str, Any]


def state_json(core: Core, presenter: Presenter, user_id: str) -> Json:
    """Everything that this member's screen needs; `last_event_id` is where their events go on."""
    world = core.world
    channels = channels_of(world, user_id)
    return {
        "me": user_id,
        "guild": {"id": world.guild.id, "name": world.guild.name, "owner_id": world.guild.owner_id},
        "members": [_member_json(core, member) for member in world.guild.members.values()],
        "roles": [{"id": r.id, "name": r.name, "color": r.color} for r in world.guild.roles.values()],
        "channels": channels,
        "commands": core.actions.commands_for(user_id),
        "messages": {c["id"]: _messages(core, presenter, c["id"], user_id) for c in channels},
        "last_event_id": core.feed.last_id,
    }


def _messages(core: Core, presenter: Presenter, channel_id: str, user_id: str) -> list[Json]:
    messages = core.world.messages.get(channel_id, {}).values()
    visible = [m for m in messages if m.ephemeral_to in (None, user_id)]
    return [presenter.present(message_json(core.world, message)) for message in visible]


def _member_json(core: Core, member: Member) -> Json:
    colors = [core.world.guild.roles[i].color for i in member.role_ids if core.world.guild.roles[i].color]
    return {
        "id": member.user.id,
        "username": member.user.username,
        "display_name": member.display_name,
        "moderator": core.world.is_moderator(member.user.id),
        "bot": member.user.bot,
        "color": colors[0] if colors else None,
    }
