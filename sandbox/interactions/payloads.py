"""Interactions as the gateway sends them, and what messages remember of them."""

from collections.abc import Iterable
from typing import Any

from sandbox.interactions.registry import Interaction, InteractionType
from sandbox.rules.limits import Limit
from sandbox.state import serialize
from sandbox.state.entities import Guild
from sandbox.state.permissions import in_guild
from sandbox.state.world import World

Json = dict[str, Any]

_GUILD_CONTEXT = 0
_GUILD_INSTALL = "0"


def interaction_json(world: World, interaction: Interaction) -> Json:
    """The interaction object of INTERACTION_CREATE."""
    guild = world.guild_of(interaction.channel_id)
    member = guild.members[interaction.user_id]
    channel = guild.channels[interaction.channel_id]
    granted = str(int(world.permissions(channel, interaction.user_id)))
    body: Json = {
        "id": interaction.id,
        "application_id": world.application_id,
        "type": int(interaction.type),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "guild_id": guild.id,
        "guild": {"id": guild.id, "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "channel_id": channel.id,
        "channel": {**serialize.channel_json(world, channel), "permissions": granted},
        "member": {**serialize.member_json(member), "permissions": granted},
        "locale": member.user.locale,
        "app_permissions": str(int(world.permissions(channel, world.bot.id))),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": {_GUILD_INSTALL: guild.id},
        "context": _GUILD_CONTEXT,
        "attachment_size_limit": Limit.ATTACHMENT_BYTES.value.maximum,
    }
    source = world.messages.get(interaction.channel_id, {}).get(interaction.source_id or "")
    if source is not None:
        body["message"] = serialize.message_json(world, source)
    return body


def metadata_json(world: World, interaction: Interaction) -> Json:
    """The interaction_metadata of a message (resources/message#message-interaction-metadata-object)."""
    body: Json = {
        "id": interaction.id,
        "type": int(interaction.type),
        "user": serialize.user_json(world.user(interaction.user_id)),
        "authorizing_integration_owners": {_GUILD_INSTALL: world.guild_of(interaction.channel_id).id},
    }
    if interaction.type is InteractionType.COMMAND:
        body["name"] = _full_name(interaction.data)
        body["command_type"] = interaction.data["type"]
        if "target_id" in interaction.data:
            body["target_message_id"] = interaction.data["target_id"]
    elif interaction.type is InteractionType.COMPONENT:
        body["interacted_message_id"] = interaction.source_id
    elif interaction.trigger is not None:
        body["triggering_interaction_metadata"] = metadata_json(world, interaction.trigger)
    return body


def resolved(
    world: World,
    guild: Guild,
    *,
    users: Iterable[str] = (),
    roles: Iterable[str] = (),
    channels: Iterable[tuple[str, str]] = (),
    messages: Iterable[tuple[str, str]] = (),
    attachments: Iterable[str] = (),
) -> Json:
    """The resolved data of ids. `channels` pairs an id with who looks; `messages` a channel's id with a message's."""
    body: dict[str, Json] = {key: {} for key in ("users", "members", "roles", "channels", "messages", "attachments")}
    for user_id in users:
        member = guild.members[user_id]
        granted = serialize.bare_member_json(member)
        granted["permissions"] = str(int(in_guild(guild, member)))
        body["users"][user_id] = serialize.user_json(member.user)
        body["members"][user_id] = granted
    for role_id in roles:
        body["roles"][role_id] = serialize.role_json(guild.roles[role_id])
    for channel_id, viewer in channels:
        channel = world.channel(channel_id)
        body["channels"][channel_id] = {
            **serialize.channel_json(world, channel),
            "permissions": str(int(world.permissions(channel, viewer))),
        }
    for channel_id, message_id in messages:
        body["messages"][message_id] = serialize.message_json(world, world.message(channel_id, message_id))
    for attachment_id in attachments:
        body["attachments"][attachment_id] = {**world.uploads[attachment_id].attachment, "ephemeral": True}
    return {key: value for key, value in body.items() if value}


def _full_name(data: Json) -> str:
    """The command with its subcommands, as members read it."""
    names = [data["name"]]
    options = data.get("options") or []
    while options and options[0]["type"] in (1, 2):
        names.append(options[0]["name"])
        options = options[0].get("options") or []
    return " ".join(names)
