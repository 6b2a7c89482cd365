"""The world: guilds, one application, everything by id, and the questions asked of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sandbox import errors
from sandbox.clock import Clock
from sandbox.state import permissions
from sandbox.state.entities import Channel, Guild, Message, User
from sandbox.state.permissions import Permission
from sandbox.state.snowflakes import Snowflakes


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """An uploaded file, served under `key`: without it the address cannot be guessed."""

    filename: str
    content_type: str
    data: bytes
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberUpload:
    """A file that a member has put at the door, to be named in a command, a form or a message."""

    user_id: str
    attachment: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class World:
    """Everything that exists in the sandbox. Messages of a channel are kept in the order of their ids.

    `guild` is the one that the page shows; the bot may be in others too, or in none. `directs` are the direct
    messages with the bot by their channels' ids; `closed_to_bot` are those who take none.
    """

    clock: Clock
    snowflakes: Snowflakes
    guild: Guild
    guilds: dict[str, Guild]
    bot: User
    application_id: str
    directs: dict[str, Channel] = field(default_factory=dict)
    closed_to_bot: set[str] = field(default_factory=set)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    commands: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    uploads: dict[str, MemberUpload] = field(default_factory=dict)

    def has_uploaded(self, user_id: str, attachment_id: str) -> bool:
        """Whether this member has uploaded this file at the door."""
        upload = self.uploads.get(attachment_id)
        return upload is not None and upload.user_id == user_id

    def joined(self) -> list[Guild]:
        """The guilds in which the bot is."""
        return [guild for guild in self.guilds.values() if self.bot.id in guild.members]

    def guild_of(self, channel_id: str) -> Guild:
        """The guild that has this channel; raises NotFoundError (10003), also where it is in none."""
        for guild in self.guilds.values():
            if channel_id in guild.channels:
                return guild
        raise errors.unknown_channel()

    def home_of(self, channel_id: str) -> Guild | None:
        """The guild that has this channel, None for direct messages; raises NotFoundError (10003)."""
        return None if channel_id in self.directs else self.guild_of(channel_id)

    def all_channels(self) -> set[str]:
        """The ids of every channel and thread of every guild."""
        return {channel_id for guild in self.guilds.values() for channel_id in guild.channels}

    def user(self, user_id: str) -> User:
        """The user with this id, the bot included; raises NotFoundError (10013)."""
        if user_id == self.bot.id:
            return self.bot
        for guild in self.guilds.values():
            if user_id in guild.members:
                return guild.members[user_id].user
        raise errors.unknown_user()

    def channel(self, channel_id: str) -> Channel:
        """The channel, thread or direct messages with this id; raises NotFoundError (10003)."""
        return self.directs.get(channel_id) or self.guild_of(channel_id).channels[channel_id]

    def direct_with(self, user_id: str) -> Channel | None:
        """The direct messages with this member, once the bot has opened them."""
        return next((channel for channel in self.directs.values() if channel.recipient_id == user_id), None)

    def reachable(self, user_id: str) -> bool:
        """Whether the bot's direct messages reach this member: they take them, and share a guild with it."""
        return user_id not in self.closed_to_bot and any(user_id in guild.members for guild in self.joined())

    def message(self, channel_id: str, message_id: str) -> Message:
        """The message with this id, private ones too; raises NotFoundError (10008)."""
        try:
            return self.messages[channel_id][message_id]
        except KeyError:
            raise errors.unknown_message() from None

    def public_message(self, channel_id: str, message_id: str) -> Message:
        """The message, unless it is private: those do not exist for a channel's routes."""
        message = self.message(channel_id, message_id)
        if message.ephemeral_to is not None:
            raise errors.unknown_message()
        return message

    def permissions(self, channel: Channel, user_id: str) -> Permission:
        """What this user may do in the channel: nothing, when they are not in its guild or not one of its two."""
        guild = self.home_of(channel.id)
        if guild is None:
            return permissions.DIRECT if user_id in self.people(channel.id) else Permission(0)
        member = guild.members.get(user_id)
        return Permission(0) if member is None else permissions.in_channel(guild, channel, member)

    def sees(self, user_id: str, channel_id: str) -> bool:
        """Whether the channel exists for this user."""
        return bool(self.permissions(self.channel(channel_id), user_id) & Permission.VIEW_CHANNEL)

    def people(self, channel_id: str) -> Collection[str]:
        """The ids of those who can be mentioned in the channel, the bot included."""
        guild = self.home_of(channel_id)
        return guild.members if guild else (str(self.directs[channel_id].recipient_id), self.bot.id)

    def readers(self, message: Message) -> list[str]:
        """The ids of the people (not the bot) who can read the message."""
        if message.ephemeral_to is not None:
            return [message.ephemeral_to]
        return self.viewers(message.channel_id)

    def viewers(self, channel_id: str) -> list[str]:
        """The ids of the people (not the bot) who see the channel."""
        people = (user_id for user_id in self.people(channel_id) if not self.user(user_id).bot)
        return [user_id for user_id in people if self.sees(user_id, channel_id)]

    def is_moderator(self, user_id: str) -> bool:
        """Whether this member has Manage Server in the guild that the page shows."""
        granted = permissions.in_guild(self.guild, self.guild.members[user_id])
        return bool(granted & Permission.MANAGE_GUILD)

    def find_by_nonce(self, channel_id: str, author_id: str, nonce: str | int) -> Message | None:
        """The newest message of this author in the channel that carries the nonce."""
        for message in reversed(self.messages.get(channel_id, {}).values()):
            if message.author_id == author_id and message.nonce is not None and str(message.nonce) == str(nonce):
                return message
        return None
