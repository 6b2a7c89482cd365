"""The world: one guild, one application, everything by id, and the questions asked of it."""

from dataclasses import dataclass, field
from typing import Any

from sandbox import errors
from sandbox.clock import Clock
from sandbox.state import permissions
from sandbox.state.entities import Channel, Guild, Member, Message, User
from sandbox.state.permissions import Permission
from sandbox.state.snowflakes import Snowflakes


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """An uploaded file, served under `key`: without it the address cannot be guessed."""

    filename: str
    content_type: str
    data: bytes
    key: str


@dataclass(slots=True, kw_only=True)
class World:
    """Everything that exists in the sandbox. Messages of a channel are kept in the order of their ids."""

    clock: Clock
    snowflakes: Snowflakes
    guild: Guild
    bot: User
    application_id: str
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    commands: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)

    def member(self, user_id: str) -> Member:
        """The member with this id; raises NotFoundError (10007)."""
        try:
            return self.guild.members[user_id]
        except KeyError:
            raise errors.unknown_member() from None

    def channel(self, channel_id: str) -> Channel:
        """The channel or thread with this id; raises NotFoundError (10003)."""
        try:
            return self.guild.channels[channel_id]
        except KeyError:
            raise errors.unknown_channel() from None

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
        """What this user may do in the channel."""
        return permissions.in_channel(self.guild, channel, self.member(user_id))

    def sees(self, user_id: str, channel_id: str) -> bool:
        """Whether the channel exists for this user."""
        return permissions.may_see(self.guild, self.channel(channel_id), self.member(user_id))

    def readers(self, message: Message) -> list[str]:
        """The ids of the people (not the bot) who can read the message."""
        if message.ephemeral_to is not None:
            return [message.ephemeral_to]
        return self.viewers(message.channel_id)

    def viewers(self, channel_id: str) -> list[str]:
        """The ids of the people (not the bot) who see the channel."""
        people = (m.user.id for m in self.guild.members.values() if not m.user.bot)
        return [user_id for user_id in people if self.sees(user_id, channel_id)]

    def is_moderator(self, user_id: str) -> bool:
        """Whether this member has Manage Server."""
        granted = permissions.in_guild(self.guild, self.member(user_id))
        return bool(granted & Permission.MANAGE_GUILD)

    def find_by_nonce(self, channel_id: str, author_id: str, nonce: str | int) -> Message | None:
        """The newest message of this author in the channel that carries the nonce."""
        for message in reversed(self.messages.get(channel_id, {}).values()):
            if message.author_id == author_id and message.nonce is not None and str(message.nonce) == str(nonce):
                return message
        return None
