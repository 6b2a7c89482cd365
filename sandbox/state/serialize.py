"""Entities as the JSON objects of Discord's API v10."""

from datetime import datetime
from typing import Any

from sandbox.state.entities import Channel, Guild, Member, Message, MessageType, Role, User
from sandbox.state.world import World

Json = dict[str, Any]

_MESSAGE_REFERENCE_DEFAULT = 0


def when(moment: datetime) -> str:
    """A time-stamp as Discord writes it."""
    return moment.isoformat()


def user_json(user: User) -> Json:
    """A user object (resources/user)."""
    return {
        "id": user.id,
        "username": user.username,
        "global_name": user.global_name,
        "discriminator": "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "bot": user.bot,
    }


def member_json(member: Member) -> Json:
    """A guild member object, with its user."""
    return {**bare_member_json(member), "user": user_json(member.user)}


def bare_member_json(member: Member) -> Json:
    """A guild member object without its user, as messages and resolved data carry it."""
    return {
        "nick": member.nick,
        "avatar": None,
        "banner": None,
        "roles": list(member.role_ids),
        "joined_at": when(member.joined_at),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }


def role_json(role: Role) -> Json:
    """A role object (topics/permissions)."""
    return {
        "id": role.id,
        "name": role.name,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": role.position > 0,
        "icon": None,
        "unicode_emoji": None,
        "position": role.position,
        "permissions": str(int(role.permissions)),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def channel_json(world: World, channel: Channel) -> Json:
    """A channel object; for a thread with its metadata."""
    if channel.recipient_id is not None:
        return {
            "id": channel.id,
            "type": int(channel.type),
            "last_message_id": channel.last_message_id,
            "flags": 0,
            "recipients": [user_json(world.user(channel.recipient_id))],
        }
    common: Json = {
        "id": channel.id,
        "type": int(channel.type),
        "guild_id": world.guild_of(channel.id).id,
        "name": channel.name,
        "parent_id": channel.parent_id,
        "last_message_id": channel.last_message_id,
        "rate_limit_per_user": 0,
        "flags": 0,
    }
    if not channel.is_thread:
        overwrites = [
            {"id": o.id, "type": o.type, "allow": str(int(o.allow)), "deny": str(int(o.deny))}
            for o in channel.overwrites
        ]
        return {
            **common,
            "topic": channel.topic,
            "position": channel.position,
            "nsfw": channel.nsfw,
            "permission_overwrites": overwrites,
        }
    count = len(world.messages.get(channel.id, {}))
    changed = channel.archived_at or world.clock.now()
    return {
        **common,
        "owner_id": channel.owner_id,
        "message_count": count,
        "total_message_sent": count,
        "member_count": 1,
        "thread_metadata": {
            "archived": channel.archived,
            "auto_archive_duration": channel.auto_archive_minutes,
            "archive_timestamp": when(changed),
            "locked": False,
        },
    }


def channels_of(world: World, user_id: str) -> list[Json]:
    """The channels of the page's guild that this member sees, as the page shows them; then what the bot wrote them.

    As in Discord's client direct messages are listed from the first one on, not from their opening.
    """
    direct = world.direct_with(user_id)
    directs = [direct] if direct is not None and direct.last_message_id is not None else []
    return [
        {
            "id": c.id,
            "name": c.name,
            "topic": c.topic,
            "type": int(c.type),
            "parent_id": c.parent_id,
            "last_message_id": c.last_message_id,
        }
        for c in (*world.guild.channels.values(), *directs)
        if world.sees(user_id, c.id)
    ]


def guild_part(world: World, channel_id: str) -> Json:
    """The guild's id as objects in a channel carry it; nothing for direct messages."""
    guild = world.home_of(channel_id)
    return {} if guild is None else {"guild_id": guild.id}


def guild_json(guild: Guild) -> Json:
    """A guild object (resources/guild), without what only GUILD_CREATE adds."""
    return {
        "id": guild.id,
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "vanity_url_code": None,
        "owner_id": guild.owner_id,
        "application_id": None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": guild.locale,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [role_json(role) for role in guild.roles.values()],
    }


def guild_create_json(world: World, guild: Guild, *, with_members: bool) -> Json:
    """The data of GUILD_CREATE. Without the presence intent Discord sends the bot's own member only."""
    members = guild.members.values() if with_members else [guild.members[world.bot.id]]
    channels = guild.channels.values()
    return {
        **guild_json(guild),
        "joined_at": when(guild.members[world.bot.id].joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_json(member) for member in members],
        "channels": [channel_json(world, c) for c in channels if not c.is_thread],
        "threads": [channel_json(world, c) for c in channels if c.is_thread and not c.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message_json(world: World, message: Message, *, with_reference: bool = True) -> Json:
    """A message object (resources/message); a reply carries what it answers, one level deep."""
    author = world.user(message.author_id)
    guild = world.home_of(message.channel_id)
    body: Json = {
        "id": message.id,
        "channel_id": message.channel_id,
        "type": int(message.type),
        "author": user_json(author),
        "content": message.content,
        "timestamp": when(message.timestamp),
        "edited_timestamp": when(message.edited_timestamp) if message.edited_timestamp else None,
        "tts": False,
        "pinned": message.pinned,
        "mention_everyone": message.mention_everyone,
        "mentions": _mentions(world, guild, message),
        "mention_roles": list(message.mention_role_ids),
        "mention_channels": [],
        "attachments": message.attachments,
        "embeds": message.embeds,
        "components": message.components,
        "reactions": [],
        "flags": int(message.flags),
    }
    if message.nonce is not None:
        body["nonce"] = message.nonce
    if message.from_application:
        body["application_id"] = world.application_id
    if message.interaction_metadata is not None:
        body["webhook_id"] = world.application_id
        body["interaction_metadata"] = message.interaction_metadata
    if guild is not None and message.thread_id in guild.channels:
        body["thread"] = channel_json(world, guild.channels[message.thread_id])
    if message.reference is not None:
        body["message_reference"] = {"type": _MESSAGE_REFERENCE_DEFAULT, **message.reference}
    if with_reference and message.type is MessageType.REPLY and message.reference is not None:
        answered = world.messages.get(message.channel_id, {}).get(message.reference["message_id"])
        # A public message that follows a private one must not carry it to the others.
        if answered is not None and answered.ephemeral_to not in (None, message.ephemeral_to):
            answered = None
        body["referenced_message"] = answered and message_json(world, answered, with_reference=False)
    return body


def message_event_json(world: World, message: Message) -> Json:
    """A message as the gateway sends it: with its guild and its author's member, where it is in a guild."""
    guild = world.home_of(message.channel_id)
    body = {**message_json(world, message), **guild_part(world, message.channel_id)}
    author = guild and guild.members.get(message.author_id)
    return {**body, "member": bare_member_json(author)} if author else body


def _mentions(world: World, guild: Guild | None, message: Message) -> list[Json]:
    if guild is None:
        return [user_json(world.user(user_id)) for user_id in message.mention_ids]
    members = [guild.members[user_id] for user_id in message.mention_ids if user_id in guild.members]
    return [{**user_json(member.user), "member": bare_member_json(member)} for member in members]


def without_content(body: Json) -> Json:
    """The message for an application that lacks the message content intent (events/gateway)."""
    hidden = {**body, "content": "", "embeds": [], "attachments": [], "components": []}
    if isinstance(answered := body.get("referenced_message"), dict):
        hidden["referenced_message"] = {
            **answered,
            "content": "",
            "embeds": [],
            "attachments": [],
            "components": [],
        }
    return hidden


def application_json(world: World) -> Json:
    """The application object, with its owner: the guild's (resources/application)."""
    owner = world.user(world.guild.owner_id)
    return {
        "id": world.application_id,
        "name": world.bot.username,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user_json(owner),
        "team": None,
        "rpc_origins": [],
        "tags": [],
        "hook": True,
        "integration_types_config": {"0": {}},
        "approximate_guild_count": len(world.joined()),
        "approximate_user_install_count": 0,
    }
