"""`/leaderboard …`."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, TypeAlias

import discord
from discord import app_commands

from arena.wire import Category, Modality
from cogs.common.boards import CATEGORIES, MODALITIES, PERIODS
from cogs.common.boards.looks import Look, Scope
from cogs.common.options import PICTURES
from cogs.leaderboard.face import LeaderboardFace
from cogs.leaderboard.world import WorldFace
from cogs.leaderboard.world.custom_ids import Kind, WorldLook
from community.boards import Filters, Period, Picture

_MODALITIES: Final = [app_commands.Choice(name=name, value=str(value)) for value, name in MODALITIES.items()]
_PERIODS: Final = [app_commands.Choice(name=name.capitalize(), value=str(value)) for value, name in PERIODS.items()]
_CATEGORIES: Final = [app_commands.Choice(name=name, value=str(value)) for value, name in CATEGORIES.items()]

_MOST_CHOICES: Final = 25
_LONGEST_CHOICE: Final = 100
"""Discord's limits (interactions/application-commands)."""
Choices: TypeAlias = list[app_commands.Choice[str]]


class LeaderboardCommands(app_commands.Group):
    """Boards."""

    def __init__(self, face: LeaderboardFace, world: WorldFace) -> None:
        super().__init__(
            name="leaderboard",
            description="Which models lead: by this server's ballots, by your own, and in the world",
            guild_only=True,
        )
        self._face = face
        self._world = world

    @app_commands.command(name="server", description="How this server's ballots rate the models")
    @app_commands.describe(
        modality="Battles of text, or of pictures",
        category="Only battles whose question is of this kind",
        time="Only battles of this time",
        source="Where the battles came from; no board mixes sources",
        picture="The ground of the picture, or none",
    )
    @app_commands.choices(modality=_MODALITIES, category=_CATEGORIES, time=_PERIODS, picture=PICTURES)
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
    @app_commands.choices(modality=_MODALITIES, time=_PERIODS, picture=PICTURES)
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

    @app_commands.command(name="world", description="How everybody's votes rate the models, as the source publishes it")
    @app_commands.describe(
        modality="Battles of text, or of pictures",
        locale="Only votes on battles in this language",
        category="Only battles whose question is of this kind",
        source="Whose board it is",
        picture="The ground of the picture, or none",
    )
    @app_commands.choices(modality=_MODALITIES, picture=PICTURES)
    async def world(
        self,
        interaction: discord.Interaction[Any],
        *,
        modality: str = Modality.TEXT,
        locale: str | None = None,
        category: str | None = None,
        source: str | None = None,
        picture: str = Picture.DARK,
    ) -> None:
        """Everybody's board."""
        look = self._look(Kind.BOARD, source, modality, locale, picture)
        await self._world.show(interaction, replace(look, category=category))

    @app_commands.command(name="categories", description="Which models lead each category, by everybody's votes")
    @app_commands.describe(locale="Only votes on battles in this language", source="Whose boards they are")
    async def categories(
        self, interaction: discord.Interaction[Any], *, locale: str | None = None, source: str | None = None
    ) -> None:
        """The best of each category."""
        await self._world.show(interaction, self._look(Kind.CATEGORIES, source, Modality.TEXT, locale, Picture.NONE))

    @app_commands.command(name="head-to-head", description="How models do against each other, by everybody's votes")
    @app_commands.describe(
        model="One model; without it all pairs are shown",
        other="The other model; without it all that the first has met",
        modality="Battles of text, or of pictures",
        locale="Only votes on battles in this language",
        source="Whose votes they are",
        picture="The ground of the picture, or none",
    )
    @app_commands.choices(modality=_MODALITIES, picture=PICTURES)
    async def head_to_head(
        self,
        interaction: discord.Interaction[Any],
        *,
        model: str | None = None,
        other: str | None = None,
        modality: str = Modality.TEXT,
        locale: str | None = None,
        source: str | None = None,
        picture: str = Picture.DARK,
    ) -> None:
        """Two models, one against all, or all pairs."""
        look = self._look(Kind.MEETINGS, source, modality, locale, picture)
        first, second = (model, other) if model is not None else (other, None)
        if first is None:
            await self._world.show(interaction, look)
        else:
            await self._world.meet(interaction, look, first, second)

    @server.autocomplete("source")
    @me.autocomplete("source")
    async def sources(self, interaction: discord.Interaction[Any], current: str) -> Choices:
        """The sources that this server has boards of."""
        return _offered(await self._face.sources(interaction), current)

    @world.autocomplete("source")
    @categories.autocomplete("source")
    @head_to_head.autocomplete("source")
    async def world_sources(self, _interaction: discord.Interaction[Any], current: str) -> Choices:
        """The sources that publish boards."""
        return _offered(await self._world.sources(), current)

    @world.autocomplete("locale")
    @categories.autocomplete("locale")
    @head_to_head.autocomplete("locale")
    async def locales(self, interaction: discord.Interaction[Any], current: str) -> Choices:
        """The locales with votes."""
        return _offered(await self._world.locales(*_typed(interaction)), current)

    @world.autocomplete("category")
    async def offered_categories(self, interaction: discord.Interaction[Any], current: str) -> Choices:
        """The categories with votes."""
        return _offered(await self._world.categories(_typed(interaction)[0]), current)

    @head_to_head.autocomplete("model")
    @head_to_head.autocomplete("other")
    async def models(self, interaction: discord.Interaction[Any], current: str) -> Choices:
        """The models that met others."""
        return _offered(await self._world.models(*_typed(interaction)), current)

    async def _source(self, interaction: discord.Interaction[Any], asked: str | None) -> str:
        """What was asked for, or the source to show first; whatever else was typed is no source."""
        sources = await self._face.sources(interaction)
        return asked if asked in sources else sources[0]

    def _look(self, kind: Kind, source: str | None, modality: str, locale: str | None, picture: str) -> WorldLook:
        return WorldLook(
            kind=kind,
            source=self._world.source(source),
            modality=Modality(modality),
            locale=locale,
            picture=Picture(picture),
        )


def _offered(names: Iterable[str], current: str) -> Choices:
    """The names that hold what was typed, as many as Discord takes."""
    found = [name for name in names if current.casefold() in name.casefold() and len(name) <= _LONGEST_CHOICE]
    return [app_commands.Choice(name=name, value=name) for name in found[:_MOST_CHOICES]]


def _typed(interaction: discord.Interaction[Any]) -> tuple[str | None, Modality]:
    """The source and the modality that were chosen before; Discord hands over what was typed, which may be neither."""
    source, modality = getattr(interaction.namespace, "source", None), getattr(interaction.namespace, "modality", None)
    return source or None, Modality(modality) if modality in set(Modality) else Modality.TEXT
