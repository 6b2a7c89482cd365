"""The Discord client: it carries the features and knows none of them."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any, Final, Protocol, TypeVar

import discord
import structlog

from bot.tree import CommandRegister, Tree
from cogs.common.feature import Feature

log = structlog.get_logger(__name__)

Face = TypeVar("Face")

MAX_RATE_LIMIT_WAIT: Final = 30.0
"""Longest silent wait for one of Discord's rate limits, in seconds; beyond it the library raises."""


class GuildsWatch(Protocol):
    """Who wants to know which servers the bot is on."""

    async def there(self, guild_ids: Collection[int]) -> None:
        """On these and on no others."""
        ...

    async def joined(self, guild_id: int) -> None:
        """Now also on this one."""
        ...

    async def left(self, guild_id: int) -> None:
        """No longer on this one."""
        ...


class Blindbout(discord.Client):
    """Slash commands, buttons and nothing else: only the guilds intent, no member cache, no pings."""

    def __init__(
        self, *, register: CommandRegister, guilds_watch: GuildsWatch, before_connecting: Callable[[], Awaitable[None]]
    ) -> None:
        # The library warns at each start that it cannot join voice channels, which this bot never does.
        discord.VoiceClient.warn_nacl = False
        discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=MAX_RATE_LIMIT_WAIT,
        )
        self.tree = Tree(self)
        self._register = register
        self._guilds_watch = guilds_watch
        self._before_connecting = before_connecting
        self._faces: dict[type[Any], Any] = {}

    def add_feature(self, feature: Feature) -> None:
        """Take a feature's commands and buttons in. Must be called before the login."""
        self._faces[type(feature.face)] = feature.face
        for command in feature.commands:
            self.tree.add_command(command)
        self.add_dynamic_items(*feature.items)

    def face(self, kind: type[Face]) -> Face:
        """The face of this type, for a button that finds its way back."""
        face: Face = self._faces[kind]
        return face

    async def setup_hook(self) -> None:
        """Between login and gateway: what an earlier process left goes on, and changed commands are published."""
        await self._before_connecting()
        await self._register.publish(self.tree)

    async def on_ready(self) -> None:
        """Say so; nothing is set up here, because it fires again after each reconnect."""
        log.info("discord.ready", user=str(self.user), guilds=len(self.guilds))
        await self._guilds_watch.there([guild.id for guild in self.guilds])

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self._guilds_watch.joined(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was taken off a server; one that is only unavailable comes in no such event."""
        await self._guilds_watch.left(guild.id)
