"""What the commands of schedules do: check, keep, show."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
import structlog

from arena.wire import Category, Modality
from cogs.common.answers import send_privately, turn_page
from cogs.common.feature import Postable, allowed, channel_of, guild_of, may_post
from cogs.common.pictures import Pictures
from cogs.schedules import screens
from cogs.schedules.drawing import drawn
from cogs.schedules.typed import (
    CannotPostThere,
    EverybodyMentioned,
    SourceUnknown,
    WorldHasNoTimes,
    rhythm_typed,
)
from community.boards import Boards, Filters, Period, Picture
from community.clock import Clock
from community.errors import BoardUnrated, Refusal
from community.schedules.errors import PostFailed, ScheduleNotFound
from community.schedules.pause import Pause
from community.schedules.ports import ScheduleStore
from community.schedules.reporting import BoardReporter
from community.schedules.rhythm import Rhythm, checked, zone_called
from community.schedules.values import MOST_SCHEDULES, Order, Schedule, ScheduleId, Topic

log = structlog.get_logger(__name__)

DEFAULT_ZONE: Final = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What a manager typed."""

    topic: Topic
    every: str
    at: str
    day: str | None
    zone: str | None
    cron: str | None
    channel: Postable | None
    role: discord.Role | None
    picture: Picture
    modality: Modality
    category: Category | None
    period: Period
    source: str | None


class ScheduleFace:
    """The face of schedules. Discord itself shows their commands only to members who manage the server."""

    def __init__(
        self,
        *,
        store: ScheduleStore,
        reporter: BoardReporter,
        boards: Boards,
        worlds: Collection[str],
        pictures: Pictures,
        clock: Clock,
    ) -> None:
        """`worlds` are the names of the sources that publish boards, the first first."""
        self._store = store
        self._reporter = reporter
        self._boards = boards
        self._worlds = worlds
        self._pictures = pictures
        self._clock = clock

    async def add(self, interaction: discord.Interaction[Any], ordered: Ordered) -> None:
        """Keep an order, then show when it posts."""
        try:
            schedule = await self._ordered(interaction, ordered)
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal))
            return
        log.info("schedule.added", guild=schedule.order.guild_id, schedule=schedule.id, member=interaction.user.id)
        coming = schedule.order.rhythm.coming(self._clock.now(), 3)
        await turn_page(interaction, screens.added(schedule, coming, silent=_silent(interaction, ordered)))

    async def sources(self, guild_id: int, topic: Topic, modality: Modality) -> Sequence[str]:
        """The sources that have such a board, the one to post unless another is chosen first."""
        here = await self._boards.sources(guild_id, modality)
        if topic is Topic.SERVER:
            return here
        return [name for name in dict.fromkeys((*here, *self._worlds)) if name in self._worlds]

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show all schedules of the server."""
        await turn_page(interaction, screens.schedules(await self._store.of_guild(guild_of(interaction))))

    async def preview(self, interaction: discord.Interaction[Any], number: int) -> None:
        """Show what a schedule would post now."""
        # The world's board may take longer to come than Discord waits.
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            schedule = await self._known(interaction, number)
            order = schedule.order
            # As if it were due just now: the time up to now, and the changes since the last post.
            now = self._clock.now()
            report = await self._reporter.preview(
                order, next_at=order.rhythm.following(now), before=await self._store.last_placings(schedule.id)
            )
        except (Refusal, PostFailed, BoardUnrated) as refusal:
            await send_privately(interaction, screens.refusal(refusal))
            return
        name = interaction.guild.name if interaction.guild else "this server"
        reply = screens.post(report, server=name, drawn=await drawn(report, self._pictures))
        await send_privately(interaction, reply.view, reply.file)

    async def pause(self, interaction: discord.Interaction[Any], number: int) -> None:
        """Let a schedule rest."""
        await self._change(interaction, number, lambda schedule: self._store.pause(schedule.id, Pause.BY_HAND))

    async def resume(self, interaction: discord.Interaction[Any], number: int) -> None:
        """Let a schedule go on."""
        await self._change(
            interaction,
            number,
            lambda schedule: self._store.resume(
                schedule.id, next_at=schedule.order.rhythm.following(self._clock.now())
            ),
        )

    async def remove(self, interaction: discord.Interaction[Any], number: int) -> None:
        """End a schedule."""
        await self._change(interaction, number, lambda schedule: self._store.remove(guild_of(interaction), schedule.id))

    async def like(self, interaction: discord.Interaction[Any], typed: str) -> list[tuple[int, str]]:
        """The server's schedules for somebody who is typing which one: their numbers and names."""
        found = [
            (schedule.id, screens.name_of(schedule)) for schedule in await self._store.of_guild(guild_of(interaction))
        ]
        return [(number, name) for number, name in found if typed.casefold() in name.casefold()]

    async def _ordered(self, interaction: discord.Interaction[Any], ordered: Ordered) -> Schedule:
        guild_id, now = guild_of(interaction), self._clock.now()
        _check(interaction, ordered)
        existing = await self._store.of_guild(guild_id)
        # Whoever named a zone once lives there the second time too.
        zone = ordered.zone or next((one.order.rhythm.zone for one in reversed(existing)), DEFAULT_ZONE)
        rhythm = _rhythm(ordered, zone)
        sources = await self.sources(guild_id, ordered.topic, ordered.modality)
        source = ordered.source or next(iter(sources), None)
        if source is None or source not in sources:
            raise SourceUnknown
        order = Order(
            guild_id=guild_id,
            channel_id=channel_of(interaction) if ordered.channel is None else ordered.channel.id,
            topic=ordered.topic,
            filters=Filters(source=source, modality=ordered.modality, category=ordered.category, period=ordered.period),
            rhythm=rhythm,
            picture=ordered.picture,
            role_id=None if ordered.role is None else ordered.role.id,
            ordered_by=interaction.user.id,
        )
        return await self._store.add(order, created_at=now, next_at=rhythm.following(now), limit=MOST_SCHEDULES)

    async def _known(self, interaction: discord.Interaction[Any], number: int) -> Schedule:
        schedule = await self._store.get(guild_of(interaction), ScheduleId(number))
        if schedule is None:
            raise ScheduleNotFound
        return schedule

    async def _change(
        self,
        interaction: discord.Interaction[Any],
        number: int,
        change: Callable[[Schedule], Awaitable[object]],
    ) -> None:
        try:
            schedule = await self._known(interaction, number)
            await change(schedule)
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal))
            return
        log.info("schedule.changed", guild=schedule.order.guild_id, schedule=number, member=interaction.user.id)
        await self.show(interaction)


def _check(interaction: discord.Interaction[Any], ordered: Ordered) -> None:
    """Refuse what could never be posted as it was ordered."""
    if not may_post(interaction, ordered.channel):
        raise CannotPostThere
    if ordered.topic is Topic.WORLD and ordered.period is not Period.ALWAYS:
        raise WorldHasNoTimes
    if ordered.role is not None and ordered.role.is_default():
        raise EverybodyMentioned


def _silent(interaction: discord.Interaction[Any], ordered: Ordered) -> bool:
    """Whether Discord would show the role's name in posts and notify nobody."""
    role = ordered.role
    return role is not None and not (role.mentionable or allowed(interaction, ordered.channel).mention_everyone)


def _rhythm(ordered: Ordered, zone: str) -> Rhythm:
    if ordered.cron is not None:
        return checked(ordered.cron, zone)
    zone_called(zone)
    return rhythm_typed(ordered.every, ordered.day, ordered.at, zone)
