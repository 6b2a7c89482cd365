"""Posting, editing and deleting messages, whoever asks: state changes, and both sides are told."""

import copy
import re
from datetime import timedelta
from typing import Any

from sandbox.feed import Feed
from sandbox.gateway.sessions import Sessions, messages_intent
from sandbox.rules.components import walk
from sandbox.rules.limits import NONCE_SECONDS
from sandbox.state import files
from sandbox.state.entities import Message, MessageFlag, MessageType, Upload
from sandbox.state.permissions import Permission
from sandbox.state.serialize import channels_of, guild_part, message_event_json, message_json
from sandbox.state.world import MemberUpload, World

Json = dict[str, Any]

_USER_MENTION = re.compile(r"<@!?(\d+)>")
_ROLE_MENTION = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")
_SENDABLE = (
    MessageFlag.SUPPRESS_EMBEDS
    | MessageFlag.EPHEMERAL
    | MessageFlag.SUPPRESS_NOTIFICATIONS
    | MessageFlag.IS_COMPONENTS_V2
)
_EDITABLE = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.IS_COMPONENTS_V2
_DISCARDED_ON_EDIT = {"content": "", "embeds": [], "components": []}


class Messaging:
    """The one place where messages change. Bodies have been checked before they come here."""

    def __init__(self, world: World, sessions: Sessions, feed: Feed, *, cdn_url: str) -> None:
        self._world = world
        self._sessions = sessions
        self._feed = feed
        self._cdn_url = cdn_url

    def repeated(self, channel_id: str, author_id: str, body: Json) -> Message | None:
        """The message that `enforce_nonce` asks not to send twice, when it was sent in the past few minutes."""
        nonce = body.get("nonce")
        if not body.get("enforce_nonce") or nonce is None:
            return None
        earlier = self._world.find_by_nonce(channel_id, author_id, nonce)
        if earlier is None or self._world.clock.now() - earlier.timestamp > timedelta(seconds=NONCE_SECONDS):
            return None
        return earlier

    def post(self, channel_id: str, author_id: str, body: Json, uploads: list[Upload], **traits: Any) -> Message:
        """Add a message and tell everybody. `traits` are further fields of Message, such as `ephemeral_to`."""
        world = self._world
        flags = MessageFlag(body.get("flags") or 0) & _SENDABLE
        message = Message(
            id=world.snowflakes.new(),
            channel_id=channel_id,
            author_id=author_id,
            timestamp=world.clock.now(),
            nonce=body.get("nonce"),
            **{"flags": flags, **traits},
        )
        message.attachments += self._store(channel_id, uploads)
        self._fill(message, body)
        world.messages.setdefault(channel_id, {})[message.id] = message
        channel = world.channel(channel_id)
        comes_up = channel.recipient_id is not None and channel.last_message_id is None
        if message.ephemeral_to is None:
            channel.last_message_id = message.id
        self._tell("MESSAGE_CREATE", "message_create", message)
        if comes_up:
            for reader in world.viewers(channel_id):
                self._feed.publish("channels_update", {"channels": channels_of(world, reader)}, [reader])
        return message

    def edit(self, message: Message, body: Json, uploads: list[Upload], *, fills_deferred: bool = False) -> None:
        """Change what `body` names. Filling a deferred answer ends "thinking" and does not count as an edit."""
        flags = body.get("flags")
        kept = message.flags & ~_EDITABLE if flags is not None else message.flags
        message.flags = kept | (MessageFlag(flags or 0) & _EDITABLE)
        if fills_deferred:
            message.flags &= ~MessageFlag.LOADING
        else:
            message.edited_timestamp = self._world.clock.now()
        if body.get("attachments") is not None:
            wanted = {str(item.get("id")) for item in body["attachments"]}
            message.attachments = [item for item in message.attachments if item["id"] in wanted]
        message.attachments = [
            *message.attachments,
            *self._store(message.channel_id, uploads),
        ]
        self._fill(message, body)
        self._tell("MESSAGE_UPDATE", "message_update", message)

    def keep_upload(self, user_id: str, upload: Upload) -> Json:
        """Keep a file that a member has put at the door, and return its attachment object."""
        attachment = files.store(self._world, self._cdn_url, "0", upload)
        self._world.uploads[attachment["id"]] = MemberUpload(user_id=user_id, attachment=attachment)
        return attachment

    def delete(self, message: Message) -> None:
        """Remove a message."""
        readers = self._world.readers(message)
        del self._world.messages[message.channel_id][message.id]
        gone = {"id": message.id, "channel_id": message.channel_id}
        if message.ephemeral_to is None and self._world.sees(self._world.bot.id, message.channel_id):
            event = {**gone, **guild_part(self._world, message.channel_id)}
            self._sessions.dispatch("MESSAGE_DELETE", event, messages_intent(event))
        self._feed.publish("message_delete", gone, readers)

    def announce(self, message: Message) -> None:
        """Tell everybody that the message changed without an edit: a thread hangs on it now, or it was pinned."""
        self._tell("MESSAGE_UPDATE", "message_update", message)

    def _tell(self, bot_event: str, member_event: str, message: Message) -> None:
        # Private messages reach the bot only as the answers to its own requests.
        if message.ephemeral_to is None and self._world.sees(self._world.bot.id, message.channel_id):
            self._sessions.dispatch_message(bot_event, message_event_json(self._world, message))
        self._feed.publish(member_event, message_json(self._world, message), self._world.readers(message))

    def _store(self, channel_id: str, uploads: list[Upload]) -> list[Json]:
        return [files.store(self._world, self._cdn_url, channel_id, upload) for upload in uploads]

    def _fill(self, message: Message, body: Json) -> None:
        attachments = {item["filename"]: item for item in message.attachments}
        for key, nothing in _DISCARDED_ON_EDIT.items():
            if key in body:
                setattr(message, key, copy.deepcopy(body[key]) or nothing)
        if "components" in body:
            _settle(message.components, attachments)
        for embed in message.embeds:
            embed.setdefault("type", "rich")
            for key in ("image", "thumbnail"):
                if isinstance(embed.get(key), dict) and "url" in embed[key]:
                    embed[key] = files.media(embed[key]["url"], attachments)
        self._mention(message, body)

    def _mention(self, message: Message, body: Json) -> None:
        texts = [message.content, *(c["content"] for c in walk(message.components) if c["type"] == _TEXT)]
        text = "\n".join(texts)
        rules = body.get("allowed_mentions")
        parse = ["users", "roles", "everyone"] if rules is None else rules.get("parse") or []
        rules = rules or {}
        guild, members = self._world.home_of(message.channel_id), self._world.people(message.channel_id)
        roles = guild.roles if guild else {}
        named = dict.fromkeys(_USER_MENTION.findall(text))
        users = [i for i in named if i in members and ("users" in parse or i in (rules.get("users") or []))]
        answered = self._answered(message)
        pings = rules.get("replied_user", body.get("allowed_mentions") is None)
        if answered is not None and pings and message.interaction_metadata is None:
            users.append(answered.author_id)
        message.mention_ids = list(dict.fromkeys(users))
        message.mention_role_ids = [
            i
            for i in dict.fromkeys(_ROLE_MENTION.findall(text))
            if i in roles and ("roles" in parse or i in (rules.get("roles") or []))
        ]
        granted = self._world.permissions(self._world.channel(message.channel_id), message.author_id)
        may = "everyone" in parse and bool(granted & Permission.MENTION_EVERYONE)
        message.mention_everyone = may and bool(_EVERYONE.search(text))

    def _answered(self, message: Message) -> Message | None:
        if message.type is not MessageType.REPLY or message.reference is None:
            return None
        return self._world.messages.get(message.channel_id, {}).get(message.reference["message_id"])


_TEXT = 10
_MEDIA_KEYS = ("media", "file")


def _settle(components: list[Json], attachments: dict[str, Json]) -> None:
    """Give every component its id and every media item its address, as Discord does when it stores them."""
    everything = list(walk(components))
    taken = {component["id"] for component in everything if component.get("id")}
    free = (number for number in range(1, len(everything) + len(taken) + 1) if number not in taken)
    for component in everything:
        component["id"] = component.get("id") or next(free)
        for holder in (component, *(component.get("items") or [])):
            for key in _MEDIA_KEYS:
                if isinstance(holder.get(key), dict):
                    holder[key] = files.media(holder[key]["url"], attachments)
