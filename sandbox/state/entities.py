"""What a guild is made of. Ids are decimal strings, as on the wire."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import Any


class ChannelType(IntEnum):
    """The channel types the sandbox has (resources/channel)."""

    TEXT = 0
    DM = 1
    PUBLIC_THREAD = 11


class MessageType(IntEnum):
    """The message types the sandbox makes (resources/message)."""

    DEFAULT = 0
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    CONTEXT_MENU_COMMAND = 23


class MessageFlag(IntFlag):
    """The message flags the sandbox understands (resources/message)."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    IS_COMPONENTS_V2 = 1 << 15


NO_FLAGS = MessageFlag(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account; `global_name` is what others read."""

    id: str
    username: str
    global_name: str | None
    bot: bool = False
    locale: str = "en-US"


@dataclass(slots=True, kw_only=True)
class Role:
    """A role; the one whose id is the guild's belongs to everyone."""

    id: str
    name: str
    permissions: int
    color: int = 0
    position: int = 0


@dataclass(slots=True, kw_only=True)
class Member:
    """A user in the guild."""

    user: User
    joined_at: datetime
    role_ids: list[str] = field(default_factory=list)
    nick: str | None = None

    @property
    def display_name(self) -> str:
        """The name that the others see."""
        return self.nick or self.user.global_name or self.user.username


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrite:
    """What a channel allows or denies one role (`type` 0) or one member (`type` 1)."""

    id: str
    type: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, kw_only=True)
class Channel:
    """A text channel, a thread under one, or the direct messages between the bot and `recipient_id`."""

    id: str
    type: ChannelType
    name: str
    recipient_id: str | None = None
    topic: str | None = None
    position: int = 0
    nsfw: bool = False
    parent_id: str | None = None
    overwrites: list[Overwrite] = field(default_factory=list)
    last_message_id: str | None = None
    owner_id: str | None = None
    archived: bool = False
    archived_at: datetime | None = None
    auto_archive_minutes: int = 1440
    active_at: datetime | None = None

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread."""
        return self.type is ChannelType.PUBLIC_THREAD


@dataclass(slots=True, kw_only=True)
class Guild:
    """The server, with everything in it."""

    id: str
    name: str
    owner_id: str
    created_at: datetime
    locale: str = "en-US"
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it arrived: raw bytes under the name its sender gave."""

    filename: str
    content_type: str
    data: bytes
    description: str | None = None


@dataclass(slots=True, kw_only=True)
class Message:
    """A message. `ephemeral_to` names the one member who sees it; None means the whole channel."""

    id: str
    channel_id: str
    author_id: str
    timestamp: datetime
    type: MessageType = MessageType.DEFAULT
    content: str = ""
    components: list[dict[str, Any]] = field(default_factory=list)
    embeds: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    flags: MessageFlag = NO_FLAGS
    edited_timestamp: datetime | None = None
    nonce: str | int | None = None
    reference: dict[str, Any] | None = None
    interaction_metadata: dict[str, Any] | None = None
    ephemeral_to: str | None = None
    from_application: bool = False
    mention_ids: list[str] = field(default_factory=list)
    mention_role_ids: list[str] = field(default_factory=list)
    mention_everyone: bool = False
    thread_id: str | None = None
    pinned: bool = False
