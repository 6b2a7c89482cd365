"""Who may do what where: roles and overwrites, as topics/permissions describes."""

from enum import IntFlag

from sandbox.state.entities import Channel, Guild, Member


class Permission(IntFlag):
    """The permission bits that the sandbox gives or asks for."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    PIN_MESSAGES = 1 << 51


ALL = Permission((1 << 53) - 1)
ORDINARY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)

DIRECT = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
)
"""What both may do in their direct messages; roles and overwrites have no say there."""


def in_guild(guild: Guild, member: Member) -> Permission:
    """What `member` may do before any channel has its say."""
    if member.user.id == guild.owner_id:
        return ALL
    granted = guild.roles[guild.id].permissions
    for role_id in member.role_ids:
        granted |= guild.roles[role_id].permissions
    return ALL if granted & Permission.ADMINISTRATOR else Permission(granted)


def in_channel(guild: Guild, channel: Channel, member: Member) -> Permission:
    """What `member` may do in `channel`; a thread follows its parent."""
    granted = in_guild(guild, member)
    if granted == ALL:
        return ALL
    ruling = guild.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
    everyone = [o for o in ruling.overwrites if o.id == guild.id]
    roles = [o for o in ruling.overwrites if o.id in member.role_ids]
    own = [o for o in ruling.overwrites if o.id == member.user.id]
    for layer in (everyone, roles, own):
        for overwrite in layer:
            granted &= ~Permission(overwrite.deny)
        for overwrite in layer:
            granted |= Permission(overwrite.allow)
    return granted
