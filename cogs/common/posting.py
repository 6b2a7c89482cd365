"""This bot's own messages in channels: sending and editing them, and what Discord's refusals mean."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

import aiohttp
import discord
import structlog

from cogs.common.live import EditFailed
from community.places import MessageRef

log = structlog.get_logger(__name__)

UNKNOWN_MESSAGE: Final = 10008
NO_HISTORY: Final = 160002
"""A reply needs the permission to read older messages; a message of its own does not."""
TOO_MANY_OLD_EDITS: Final = 30046
THREAD_EXISTS: Final = 160004
MAX_THREAD_NAME: Final = 100
"""Characters (resources/channel#start-thread-from-message)."""
ARCHIVED: Final = 50083
"""In a thread that fell asleep nothing can be edited; a new message wakes it, unless it is locked too."""
GONE: Final = frozenset({10003, UNKNOWN_MESSAGE, 10004, 50001, 50013, ARCHIVED, 160005})
"""Unknown channel, message or guild, missing access or permissions, a thread that is archived or locked
(topics/opcodes-and-status-codes)."""


_RESTRICTABLE: Final = (discord.TextChannel, discord.Thread, discord.VoiceChannel, discord.StageChannel)


class Edited(Enum):
    """What came of an edit."""

    DONE = auto()
    DELETED = auto()
    """The message is gone, or its thread asleep; there may still be a place for a new one."""
    NOWHERE = auto()
    """Nothing can be shown there any more."""


class Poster:
    """Sends and edits. What may pass is `EditFailed`; what is this bot's own mistake is raised as it came."""

    def __init__(self) -> None:
        self._client: discord.Client | None = None

    def use(self, client: discord.Client) -> None:
        """Use this client. It must be logged in before anything is sent."""
        self._client = client

    async def edit(
        self, message: MessageRef, view: discord.ui.LayoutView, *, files: Sequence[discord.File] | None = None
    ) -> Edited:
        """Edit the message; `files` take the place of what was attached."""
        partial = self._channel(message.channel_id).get_partial_message(message.message_id)
        try:
            if files is None:
                await partial.edit(view=view)
            else:
                await partial.edit(view=view, attachments=files)
        except discord.HTTPException as error:
            _bear(error, message.channel_id)
            return Edited.DELETED if error.code in {UNKNOWN_MESSAGE, ARCHIVED} else Edited.NOWHERE
        except (discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            raise EditFailed from error
        return Edited.DONE

    async def send(
        self,
        channel_id: int,
        view: discord.ui.LayoutView,
        *,
        nonce: str,
        reference: discord.MessageReference | None = None,
        files: Sequence[discord.File] = (),
        mentioned: Sequence[int] = (),
    ) -> MessageRef | None:
        """Send once; None where nothing can be shown there. It notifies the members `mentioned`, and nobody else.

        Discord takes a nonce only one time within some minutes, so a repeated send makes no second message.
        """
        channel = self._channel(channel_id)
        only = discord.AllowedMentions(
            everyone=False, roles=False, replied_user=False, users=[discord.Object(member) for member in mentioned]
        )
        try:
            if reference is None:
                sent = await channel.send(view=view, nonce=nonce, files=files, allowed_mentions=only)
            else:
                sent = await channel.send(
                    view=view, nonce=nonce, files=files, reference=reference, allowed_mentions=only
                )
        except discord.HTTPException as error:
            if error.code == NO_HISTORY:
                return await self.send(channel_id, view, nonce=nonce, files=files, mentioned=mentioned)
            _bear(error, channel_id)
            return None
        except (discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            raise EditFailed from error
        return MessageRef(sent.channel.id, sent.id)

    async def open_thread(self, message: MessageRef, guild_id: int, *, name: str) -> int | None:
        """The thread of the message, which has the message's id; None where there can be none."""
        client = self._connected()
        channel = client.get_partial_messageable(message.channel_id, guild_id=guild_id)
        if channel.guild is None:
            if not client.is_ready():
                raise EditFailed  # discord.py makes threads only in guilds that it has seen
            return None
        try:
            await channel.get_partial_message(message.message_id).create_thread(name=name[:MAX_THREAD_NAME])
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                _bear(error, message.channel_id)
                return None
        except (discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            raise EditFailed from error
        return message.message_id

    async def pin(self, message: MessageRef) -> bool:
        """Pin the message; False where that is not allowed, or as many are pinned as can be."""
        try:
            await self._channel(message.channel_id).get_partial_message(message.message_id).pin()
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            log.info("posting.not_pinned", channel=message.channel_id, error=str(error))
            return False
        return True

    def server(self, guild_id: int) -> str | None:
        """The server's name, None where it is not known (yet)."""
        guild = self._connected().get_guild(guild_id)
        return None if guild is None else guild.name

    def age_restricted(self, channel_id: int) -> bool:
        """Whether the channel, or the one that a thread belongs to, is; a channel that nobody knows is not."""
        channel = self._connected().get_channel(channel_id)
        return isinstance(channel, _RESTRICTABLE) and channel.is_nsfw()

    def _channel(self, channel_id: int) -> discord.PartialMessageable:
        return self._connected().get_partial_messageable(channel_id)

    def _connected(self) -> discord.Client:
        if self._client is None:
            raise AssertionError("there is a client before anything is shown")
        return self._client


def reply_to(message: MessageRef, guild_id: int) -> discord.MessageReference:
    """A reference for `Poster.send`; where the message is gone by then, it is ignored."""
    return discord.MessageReference(
        message_id=message.message_id, channel_id=message.channel_id, guild_id=guild_id, fail_if_not_exists=False
    )


def _bear(error: discord.HTTPException, channel_id: int) -> None:
    """Bear it where no place is left; else another try may help, unless the request itself was wrong."""
    if error.code in GONE:
        log.info("posting.nowhere_to_show", channel=channel_id, code=error.code)
        return
    if error.status == 429 or error.status >= 500 or error.code == TOO_MANY_OLD_EDITS:  # noqa: PLR2004 - the statuses' own numbers
        raise EditFailed from error
    raise error
