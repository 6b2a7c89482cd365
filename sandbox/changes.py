"""Changes of guilds, channels, threads, roles and permissions: the state, the bot and the members, in one place."""

import dataclasses
from datetime import timedelta
from typing import Any

from sandbox import errors
from sandbox.feed import Feed
from sandbox.gateway.sessions import Intent
from sandbox.gateway.socket import Gateway
from sandbox.messaging import Messaging
from sandbox.rules.limits import ARCHIVE_MINUTES
from sandbox.state.entities import Channel, ChannelType, Guild, Message, MessageFlag, Overwrite, Role, User
from sandbox.state.seed import add_bot, another_guild
from sandbox.state.serialize import channel_json, channels_of, guild_json, member_json, role_json
from sandbox.state.world import World

Json = dict[str, Any]

_ROLE, _MEMBER = 0, 1


class Changes:
    """Whoever asks: the bot over REST, within its permissions, or a test through the control."""

    def __init__(self, world: World, gateway: Gateway, messaging: Messaging, feed: Feed) -> None:
        self._world = world
        self._gateway = gateway
        self._sessions = gateway.sessions
        self._messaging = messaging
        self._feed = feed

    def join(self, name: str) -> Guild:
        """Let the bot into one more guild, which is made with the people of the page's."""
        guild = another_guild(self._world, name)
        self.return_to(guild)
        return guild

    def return_to(self, guild: Guild) -> None:
        """Let the bot into a guild in which it is not."""
        add_bot(self._world, guild)
        self._gateway.announce(guild)

    def leave(self, guild: Guild) -> None:
        """Take the bot out of a guild; its role goes with it."""
        for role_id in guild.members.pop(self._world.bot.id).role_ids:
            del guild.roles[role_id]
        self._sessions.tell("GUILD_DELETE", guild.id, Intent.GUILDS, lambda _: {"id": guild.id})

    def add_channel(self, guild: Guild, name: str, *, nsfw: bool = False) -> Channel:
        """Add a text channel that everybody sees; `nsfw` is whether it is age-restricted."""
        channel = Channel(id=self._world.snowflakes.new(), type=ChannelType.TEXT, name=name, nsfw=nsfw)
        channel.position = sum(not other.is_thread for other in guild.channels.values())
        guild.channels[channel.id] = channel
        self._tell_channel("CHANNEL_CREATE", guild, channel)
        return channel

    def open_direct(self, recipient: User) -> Channel:
        """The bot's direct messages with this user. No event tells of it: bots get none since version 8."""
        earlier = self._world.direct_with(recipient.id)
        if earlier is not None:
            return earlier
        name = self._world.bot.username
        channel = Channel(id=self._world.snowflakes.new(), type=ChannelType.DM, name=name, recipient_id=recipient.id)
        self._world.directs[channel.id] = channel
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """Remove a channel with its threads and all their messages."""
        guild = self._world.guild_of(channel.id)
        for thread in [c for c in guild.channels.values() if c.is_thread and c.parent_id == channel.id]:
            self.remove_channel(thread)
        gone = channel_json(self._world, channel)
        del guild.channels[channel.id]
        self._world.messages.pop(channel.id, None)
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        self._sessions.dispatch(event, gone, Intent.GUILDS)
        self._show_channels(guild)

    def restrict(self, channel: Channel, target_id: str, *, allow: int, deny: int) -> None:
        """Set the overwrite of a role or a member in a channel."""
        guild = self._world.guild_of(channel.id)
        kind = _ROLE if target_id in guild.roles else _MEMBER
        others = [o for o in channel.overwrites if o.id != target_id]
        channel.overwrites = [*others, Overwrite(id=target_id, type=kind, allow=allow, deny=deny)]
        self._tell_channel("CHANNEL_UPDATE", guild, channel)

    def add_role(self, guild: Guild, name: str, permissions: int) -> Role:
        """Add a role."""
        role = Role(id=self._world.snowflakes.new(), name=name, permissions=permissions, position=len(guild.roles))
        guild.roles[role.id] = role
        self._tell_role("GUILD_ROLE_CREATE", guild, role)
        return role

    def set_role(self, guild: Guild, role: Role, permissions: int) -> None:
        """Give a role other permissions."""
        role.permissions = permissions
        self._tell_role("GUILD_ROLE_UPDATE", guild, role)
        self._show_channels(guild)

    def set_member(self, guild: Guild, user_id: str, role_ids: list[str]) -> None:
        """Give a member other roles."""
        member = guild.members[user_id]
        member.role_ids = role_ids
        event = {"guild_id": guild.id, **member_json(member)}
        # Of its own member Discord tells the bot without the members intent.
        intent = None if user_id == self._world.bot.id else Intent.GUILD_MEMBERS
        self._sessions.dispatch("GUILD_MEMBER_UPDATE", event, intent)
        self._show_channels(guild)

    def set_member_locale(self, user_id: str, locale: str) -> None:
        """Let a member's client speak another language; interactions say so, no event does."""
        for guild in self._world.guilds.values():
            if user_id in guild.members:
                member = guild.members[user_id]
                member.user = dataclasses.replace(member.user, locale=locale)

    def set_guild_locale(self, guild: Guild, locale: str) -> None:
        """Give a guild another preferred language."""
        guild.locale = locale
        self._sessions.tell("GUILD_UPDATE", guild.id, Intent.GUILDS, lambda _: guild_json(guild))

    def open_thread(
        self, parent: Channel, name: str, *, owner_id: str, archive_minutes: int | None, message: Message | None
    ) -> Channel:
        """Open a thread, on a message, which lends it its id, or on its own."""
        thread = Channel(
            id=message.id if message else self._world.snowflakes.new(),
            type=ChannelType.PUBLIC_THREAD,
            name=name,
            parent_id=parent.id,
            owner_id=owner_id,
            auto_archive_minutes=archive_minutes or ARCHIVE_MINUTES[1],
            active_at=self._world.clock.now(),
        )
        guild = self._world.guild_of(parent.id)
        guild.channels[thread.id] = thread
        event = {**channel_json(self._world, thread), "newly_created": True}
        self._sessions.dispatch("THREAD_CREATE", event, Intent.GUILDS)
        self._show_channels(guild)
        self._archive_later(thread)
        if message is not None:
            message.thread_id = thread.id
            message.flags |= MessageFlag.HAS_THREAD
            self._messaging.announce(message)
        return thread

    def edit_thread(self, thread: Channel, body: Json) -> None:
        """Rename, archive or reopen a thread, as the body says. Raises 50083 for others than reopening an archived."""
        archived = body.get("archived")
        if thread.archived and archived is not False:
            raise errors.thread_archived()
        thread.name = body.get("name", thread.name)
        thread.auto_archive_minutes = body.get("auto_archive_duration", thread.auto_archive_minutes)
        if archived is not None:
            self._archive(thread, archived=bool(archived))
        else:
            self._tell_thread(thread)

    def speak_in(self, channel: Channel) -> None:
        """A message was sent: it reopens an archived thread, and puts off the archiving (topics/threads)."""
        channel.active_at = self._world.clock.now()
        if channel.archived:
            self._archive(channel, archived=False)

    def _archive(self, thread: Channel, *, archived: bool) -> None:
        thread.archived = archived
        thread.archived_at = thread.active_at = self._world.clock.now()
        self._tell_thread(thread)
        if not archived:
            self._archive_later(thread)

    def _archive_later(self, thread: Channel) -> None:
        quiet = timedelta(minutes=thread.auto_archive_minutes)

        def due() -> None:
            if thread.archived or thread.active_at is None or thread.id not in self._world.all_channels():
                return
            if self._world.clock.now() - thread.active_at >= quiet:
                self._archive(thread, archived=True)
            else:
                self._archive_later(thread)

        left = quiet - (self._world.clock.now() - (thread.active_at or self._world.clock.now()))
        self._world.clock.call_later(left.total_seconds(), due)

    def _tell_thread(self, thread: Channel) -> None:
        self._tell_channel("THREAD_UPDATE", self._world.guild_of(thread.id), thread)

    def _tell_channel(self, event: str, guild: Guild, channel: Channel) -> None:
        self._sessions.dispatch(event, channel_json(self._world, channel), Intent.GUILDS)
        self._show_channels(guild)

    def _tell_role(self, event: str, guild: Guild, role: Role) -> None:
        self._sessions.dispatch(event, {"guild_id": guild.id, "role": role_json(role)}, Intent.GUILDS)

    def _show_channels(self, guild: Guild) -> None:
        """Show each member the channels that they see now, where the page shows this guild."""
        if guild is not self._world.guild:
            return
        for member in guild.members.values():
            if not member.user.bot:
                seen = {"channels": channels_of(self._world, member.user.id)}
                self._feed.publish("channels_update", seen, [member.user.id])
