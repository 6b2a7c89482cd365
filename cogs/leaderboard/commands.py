"""`/leaderboard …`."""

from typing import Any, Final

import discord
from discord import app_commands

from arena.wire import Category, Modality
from cogs.common.boards import CATEGORIES, MODALITIES, PERIODS
from cogs.leaderboard.custom_ids import Look, Picture, Scope
from cogs.leaderboard.face import LeaderboardFace
from community.boards import Filters, Period

_MODALITIES: Final = [app_commands.Choice(name=name, value=str(value)) for value, name in MODALITIES.items()]
_PERIODS: Final = [app_commands.Choice(name=name.capitalize(), value=str(value)) for value, name in PERIODS.items()]
_PICTURES: Final = [app_commands.Choice(name=one.capitalize(), value=str(one)) for one in Picture]
_CATEGORIES: Final = [app_commands.Choice(name=name, value=str(value)) for value, name in CATEGORIES.items()]


class LeaderboardCommands(app_commands.Group):
    """Boards."""

    def __init__(self, face: LeaderboardFace) -> None:
        super().__init__(
            name="leaderboard",
            description="Which models lead: by this server's ballots, by your own, and in the world",
            guild_only=True,
        )
        self._face = face

    @app_commands.command(name="server", description="How this server's ballots rate the models")
    @app_commands.describe(
        modality="Battles of text, or of pictures",
        category="Only battles whose question is of this kind",
        time="Only battles of this time",
        source="Where the battles came from; no board mixes sources",
        picture="The ground of the picture, or none",
    )
    @app_commands.choices(modality=_MODALITIES, category=_CATEGORIES, time=_PERIODS, picture=_PICTURES)
    async def server(
        self,
        interaction: discord.Interaction[Any],
        *,
        modality: str = Modality.TEXT,
        category: str | None = None,
        time: str = Period.ALWAYS,
        source: str | None = None,
        picture: str = Picture.DARK,
    ) -> None:
        """The server's board."""
        filters = Filters(
            source=await self._source(interaction, source),
            modality=Modality(modality),
            category=None if category is None else Category(category),
            period=Period(time),
        )
        await self._face.show(interaction, Look(scope=Scope.SERVER, filters=filters, picture=Picture(picture)))

    @app_commands.command(name="me", description="How your own ballots rate the models")
    @app_commands.describe(
        modality="Battles of text, or of pictures",
        time="Only battles of this time",
        source="Where the battles came from; no board mixes sources",
        picture="The ground of the picture, or none",
    )
    @app_commands.choices(modality=_MODALITIES, time=_PERIODS, picture=_PICTURES)
    async def me(
        self,
        interaction: discord.Interaction[Any],
        *,
        modality: str = Modality.TEXT,
        time: str = Period.ALWAYS,
        source: str | None = None,
        picture: str = Picture.DARK,
    ) -> None:
        """The member's own board."""
        filters = Filters(
            source=await self._source(interaction, source), modality=Modality(modality), period=Period(time)
        )
        await self._face.show(interaction, Look(scope=Scope.ME, filters=filters, picture=Picture(picture)))

    @server.autocomplete("source")
    @me.autocomplete("source")
    async def sources(self, interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        """The sources that this server has boards of."""
        return [
            app_commands.Choice(name=source, value=source)
            for source in await self._face.sources(interaction)
            if current.casefold() in source.casefold()
        ]

    async def _source(self, interaction: discord.Interaction[Any], asked: str | None) -> str:
        """What was asked for, or the source to show first; whatever else was typed is no source."""
        sources = await self._face.sources(interaction)
        return asked if asked in sources else sources[0]
