"""`/manage schedule …`."""

from typing import Any, Final

import discord
from discord import app_commands

from arena.wire import Category, Modality
from cogs.common.boards import CATEGORIES, MODALITIES, PERIODS
from cogs.common.feature import Postable, guild_of
from cogs.common.options import PICTURES
from cogs.schedules.face import Ordered, ScheduleFace
from cogs.schedules.typed import Every, days_like
from community.boards import Period, Picture
from community.schedules.rhythm import zones_like
from community.schedules.values import Topic

_CHOICES: Final = 25
"""What Discord takes of an autocompletion (interactions/application-commands)."""
_TOPICS: Final = [
    app_commands.Choice(name="This server's board", value=str(Topic.SERVER)),
    app_commands.Choice(name="The world's board", value=str(Topic.WORLD)),
]
_EVERY: Final = [
    app_commands.Choice(name="Every day", value=Every.DAY),
    app_commands.Choice(name="Every week", value=Every.WEEK),
    app_commands.Choice(name="Every month", value=Every.MONTH),
]
_MODALITIES: Final = [app_commands.Choice(name=name, value=str(value)) for value, name in MODALITIES.items()]
_PERIODS: Final = [app_commands.Choice(name=name.capitalize(), value=str(value)) for value, name in PERIODS.items()]
_CATEGORIES: Final = [app_commands.Choice(name=name, value=str(value)) for value, name in CATEGORIES.items()]


class ScheduleCommands(app_commands.Group):
    """When boards are posted by themselves."""

    def __init__(self, face: ScheduleFace) -> None:
        super().__init__(name="schedule", description="Boards that post themselves: daily, weekly, monthly or by cron")
        self._face = face

    @app_commands.command(name="add", description="Post a board again and again, in this channel or another")
    @app_commands.describe(
        board="Whose board is posted",
        every="How often; cron overrides it",
        at="Time of day, such as 09:00",
        day="Which day of the week, or of the month; Monday or the 1st unless you say so",
        zone="Whose clock it goes by, such as Europe/Berlin",
        channel="A channel or a thread; here unless you say so",
        role="A role that each post mentions",
        picture="The ground of the picture, or none",
        modality="Battles of text, or of pictures",
        category="Only battles whose question is of this kind",
        time="Only battles of this time; this server's board alone can be asked so",
        source="Where the battles came from; no board mixes sources",
        cron="For experts: five fields of cron, at most once an hour",
    )
    @app_commands.choices(
        board=_TOPICS, every=_EVERY, picture=PICTURES, modality=_MODALITIES, category=_CATEGORIES, time=_PERIODS
    )
    async def add(
        self,
        interaction: discord.Interaction[Any],
        *,
        board: str = Topic.SERVER,
        every: str = Every.WEEK,
        at: str = "09:00",
        day: str | None = None,
        zone: str | None = None,
        channel: Postable | None = None,
        role: discord.Role | None = None,
        picture: str = Picture.DARK,
        modality: str = Modality.TEXT,
        category: str | None = None,
        time: str = Period.ALWAYS,
        source: str | None = None,
        cron: str | None = None,
    ) -> None:
        """Keep the order."""
        await self._face.add(
            interaction,
            Ordered(
                topic=Topic(board),
                every=every,
                at=at,
                day=day,
                zone=zone,
                cron=cron,
                channel=channel,
                role=role,
                picture=Picture(picture),
                modality=Modality(modality),
                category=None if category is None else Category(category),
                period=Period(time),
                source=source,
            ),
        )

    @add.autocomplete("zone")
    async def _zones(self, _interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=zone, value=zone) for zone in zones_like(typed, _CHOICES)]

    @add.autocomplete("day")
    async def _days(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        every = getattr(interaction.namespace, "every", None) or Every.WEEK
        return [app_commands.Choice(name=day, value=day) for day in days_like(every, typed)[:_CHOICES]]

    @add.autocomplete("source")
    async def _sources(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        # What was chosen before, or typed, and then it may be no choice at all.
        given = interaction.namespace
        topic, modality = getattr(given, "board", None), getattr(given, "modality", None)
        offered = await self._face.sources(
            guild_of(interaction),
            Topic(topic) if topic in set(Topic) else Topic.SERVER,
            Modality(modality) if modality in set(Modality) else Modality.TEXT,
        )
        return [app_commands.Choice(name=name, value=name) for name in offered if typed.casefold() in name.casefold()]

    @app_commands.command(name="list", description="All boards that post themselves on this server")
    async def show_all(self, interaction: discord.Interaction[Any]) -> None:
        """Show all."""
        await self._face.show(interaction)

    @app_commands.command(name="preview", description="See what a schedule would post now; nobody else sees it")
    @app_commands.describe(schedule="Which one")
    async def preview(self, interaction: discord.Interaction[Any], schedule: int) -> None:
        """Show the post privately."""
        await self._face.preview(interaction, schedule)

    @app_commands.command(name="pause", description="Let a schedule rest until you resume it")
    @app_commands.describe(schedule="Which one")
    async def pause(self, interaction: discord.Interaction[Any], schedule: int) -> None:
        """Let it rest."""
        await self._face.pause(interaction, schedule)

    @app_commands.command(name="resume", description="Let a schedule that rests go on with its next post")
    @app_commands.describe(schedule="Which one")
    async def resume(self, interaction: discord.Interaction[Any], schedule: int) -> None:
        """Let it go on."""
        await self._face.resume(interaction, schedule)

    @app_commands.command(name="remove", description="End a schedule for good; what it has posted stays")
    @app_commands.describe(schedule="Which one")
    async def remove(self, interaction: discord.Interaction[Any], schedule: int) -> None:
        """Forget it."""
        await self._face.remove(interaction, schedule)

    @preview.autocomplete("schedule")
    @pause.autocomplete("schedule")
    @resume.autocomplete("schedule")
    @remove.autocomplete("schedule")
    async def _schedules(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[int]]:
        return [app_commands.Choice(name=name, value=key) for key, name in await self._face.like(interaction, typed)]
