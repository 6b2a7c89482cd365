"""`/leaderboard …`."""

from typing import Any, Final

import discord
from discord import app_commands

from arena.wire import Category, Modality
from cogs.common.boards import CATEGORIES, MODALITIES, PERIODS
from cogs.leaderboard.custom_ids import Look, Scope
from cogs.leaderboard.face import LeaderboardFace
from community.boards import Filters, Period

_MODALITIES: Final = [app_commands.Choice(name=name, value=str(value)) for value, name in MODALITIES.items()]
_PERIODS: Final = [app_commands.Choice(name=name.capitalize(), value=str(value)) for value, name in PERIODS.items()]
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
    )
    @app_commands.choices(modality=_MODALITIES, category=_CATEGORIES, time=_PERIODS)
    async def server(
        self,
        interaction: discord.Interaction[Any],
        modality: str = Modality.TEXT,
        category: str | None = None,
        time: str = Period.ALWAYS,
    ) -> None:
        """The server's board."""
        filters = Filters(
            source=await self._face.source(interaction),
            modality=Modality(modality),
            category=None if category is None else Category(category),
            period=Period(time),
        )
        await self._face.show(interaction, Look(scope=Scope.SERVER, filters=filters))

    @app_commands.command(name="me", description="How your own ballots rate the models")
    @app_commands.describe(modality="Battles of text, or of pictures", time="Only battles of this time")
    @app_commands.choices(modality=_MODALITIES, time=_PERIODS)
    async def me(
        self, interaction: discord.Interaction[Any], modality: str = Modality.TEXT, time: str = Period.ALWAYS
    ) -> None:
        """The member's own board."""
        source = await self._face.source(interaction)
        filters = Filters(source=source, modality=Modality(modality), period=Period(time))
        await self._face.show(interaction, Look(scope=Scope.ME, filters=filters))
