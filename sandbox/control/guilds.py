"""Changes of the world from outside: what an administrator, a moderator or Discord itself might do."""

from sandbox.changes import Changes
from sandbox.errors import DoorError
from sandbox.messaging import Messaging
from sandbox.state.entities import Guild
from sandbox.state.world import World


class GuildControl:
    """Ids are decimal strings; what is made is returned by its id. Unknown ids raise ApiError or DoorError."""

    def __init__(self, world: World, changes: Changes, messaging: Messaging) -> None:
        self._world = world
        self._changes = changes
        self._messaging = messaging

    def join(self, name: str) -> str:
        """Let the bot into a new guild with the same people."""
        return self._changes.join(name).id

    def leave(self, guild_id: str) -> None:
        """Take the bot out of a guild."""
        guild = self._guild(guild_id)
        if self._world.bot.id not in guild.members:
            raise DoorError(409, "The bot is not in this guild.")
        self._changes.leave(guild)

    def come_back(self, guild_id: str) -> None:
        """Let the bot into a guild that it has left."""
        guild = self._guild(guild_id)
        if self._world.bot.id in guild.members:
            raise DoorError(409, "The bot is in this guild.")
        self._changes.return_to(guild)

    def add_channel(self, name: str, *, guild_id: str | None = None, nsfw: bool = False) -> str:
        """Add a text channel, in the page's guild where no other is meant; `nsfw` is whether it is age-restricted."""
        return self._changes.add_channel(self._guild(guild_id), name, nsfw=nsfw).id

    def remove_channel(self, channel_id: str) -> None:
        """Remove a channel, or a thread, with its messages."""
        self._changes.remove_channel(self._world.channel(channel_id))

    def remove_message(self, channel_id: str, message_id: str) -> None:
        """Remove a message, as a moderator would."""
        self._messaging.delete(self._world.message(channel_id, message_id))

    def restrict(self, channel_id: str, target_id: str, *, allow: int = 0, deny: int = 0) -> None:
        """Set the overwrite of a role or a member in a channel; 0 and 0 take it away."""
        self._changes.restrict(self._world.channel(channel_id), target_id, allow=allow, deny=deny)

    def add_role(self, name: str, permissions: int = 0, *, guild_id: str | None = None) -> str:
        """Add a role."""
        return self._changes.add_role(self._guild(guild_id), name, permissions).id

    def set_role(self, role_id: str, permissions: int, *, guild_id: str | None = None) -> None:
        """Give a role other permissions."""
        guild = self._guild(guild_id)
        if role_id not in guild.roles:
            raise DoorError(404, "There is no such role.")
        self._changes.set_role(guild, guild.roles[role_id], permissions)

    def set_member_roles(self, user_id: str, role_ids: list[str], *, guild_id: str | None = None) -> None:
        """Give a member these roles and no others."""
        guild = self._guild(guild_id)
        if user_id not in guild.members or not set(role_ids) <= set(guild.roles):
            raise DoorError(404, "There is no such member or role.")
        self._changes.set_member(guild, user_id, role_ids)

    def set_member_locale(self, user_id: str, locale: str) -> None:
        """Let a member's client speak another language."""
        self._changes.set_member_locale(user_id, locale)

    def set_direct_messages(self, user_id: str, *, taken: bool) -> None:
        """Let a member take direct messages from the bot, or none."""
        if self._world.user(user_id).bot:
            raise DoorError(404, "There is no such member.")
        if taken:
            self._world.closed_to_bot.discard(user_id)
        else:
            self._world.closed_to_bot.add(user_id)

    def set_guild_locale(self, locale: str, *, guild_id: str | None = None) -> None:
        """Give a guild another preferred language."""
        self._changes.set_guild_locale(self._guild(guild_id), locale)

    def _guild(self, guild_id: str | None) -> Guild:
        found = self._world.guild if guild_id is None else self._world.guilds.get(guild_id)
        if found is None:
            raise DoorError(404, "There is no such guild.")
        return found
