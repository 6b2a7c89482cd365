"""Where scheduled posts are shown, and where somebody is told when one cannot be."""

import io
from typing import Final

import aiohttp
import discord
import structlog

from cogs.common.directs import write_to
from cogs.common.live import EditFailed
from cogs.common.pictures import Pictures
from cogs.schedules import screens
from cogs.schedules.drawing import drawn
from community.places import MessageRef
from community.schedules.errors import PlaceLost, PostFailed
from community.schedules.pause import Pause
from community.schedules.report import Report
from community.schedules.values import DuePost, Schedule

log = structlog.get_logger(__name__)

_LOST: Final = {
    10003: Pause.CHANNEL_GONE,
    10004: Pause.CHANNEL_GONE,
    50001: Pause.CHANNEL_GONE,
    50013: Pause.NOT_ALLOWED,
    50083: Pause.NOT_ALLOWED,
    160005: Pause.NOT_ALLOWED,
}
"""Unknown channel or guild, missing access, missing permissions, a thread that is archived for good or locked
(topics/opcodes-and-status-codes)."""
_LOOKED_AT: Final = 200
"""Messages of a channel among which a post is looked for, from the moment on at which it was due."""


class DiscordPostStage:
    """Fulfils `community.schedules.ports.PostStage`."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._client: discord.Client | None = None

    def play_on(self, client: discord.Client) -> None:
        """Use this client. It must be logged in before anything is posted."""
        self._client = client

    async def post(self, post: DuePost, report: Report) -> MessageRef:
        """Show the report, unless an earlier try did; Discord takes its nonce once, but for some minutes only."""
        if post.again and (standing := await self._standing(post)) is not None:
            return standing
        order = post.schedule.order
        guild = self._playing.get_guild(order.guild_id)
        name = guild.name if guild else "this server"
        reply = screens.post(report, server=name, drawn=await drawn(report, self._pictures))
        screens.sign(reply.view, post.schedule.id)
        files = [] if reply.file is None else [discord.File(io.BytesIO(reply.file.content), reply.file.name)]
        roles = [] if order.role_id is None else [discord.Object(order.role_id)]
        channel = self._playing.get_partial_messageable(order.channel_id)
        try:
            sent = await channel.send(
                view=reply.view,
                files=files,
                nonce=post.nonce,
                allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=roles),
            )
        except discord.HTTPException as error:
            if error.code in _LOST:
                raise PlaceLost(_LOST[error.code]) from error
            raise PostFailed(str(error)) from error
        except (discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            raise PostFailed(str(error)) from error
        return MessageRef(sent.channel.id, sent.id)

    async def _standing(self, post: DuePost) -> MessageRef | None:
        """The post as an earlier try left it; None where there is none, or none that the bot may read."""
        channel = self._playing.get_partial_messageable(post.schedule.order.channel_id)
        try:
            async for message in channel.history(limit=_LOOKED_AT, after=post.due_at, oldest_first=True):
                if message.author == self._playing.user and screens.is_signed(message.components, post.schedule.id):
                    return MessageRef(message.channel.id, message.id)
        except discord.HTTPException as error:
            if error.status == 429 or error.status >= 500:  # noqa: PLR2004 - the statuses' own numbers
                raise PostFailed(str(error)) from error
        except (discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            raise PostFailed(str(error)) from error
        return None

    async def tell(self, schedule: Schedule) -> None:
        """Write to whoever ordered the posts, or else to the server's owner; what neither takes stands in the list."""
        if schedule.pause is None:
            return
        guild = self._playing.get_guild(schedule.order.guild_id)
        if guild is None:
            # The bot was taken off the server: nobody there waits for posts.
            return
        paused = screens.paused(schedule, schedule.pause, server=guild.name)
        # Two processes may find out at the same time; Discord takes a nonce once.
        nonce = f"p{schedule.id}:{int(schedule.next_at.timestamp())}"
        for member_id in dict.fromkeys((schedule.order.ordered_by, guild.owner_id)):
            if member_id is not None and await self._write_to(member_id, paused, nonce=nonce):
                return
        log.info("schedule.nobody_to_tell", schedule=schedule.id, guild=schedule.order.guild_id)

    async def _write_to(self, member_id: int, view: discord.ui.LayoutView, *, nonce: str) -> bool:
        try:
            return await write_to(self._playing, member_id, view, nonce=nonce)
        except EditFailed as error:
            raise PostFailed(str(error)) from error

    @property
    def _playing(self) -> discord.Client:
        if self._client is None:
            raise AssertionError("the stage has a client before anything is posted")
        return self._client
