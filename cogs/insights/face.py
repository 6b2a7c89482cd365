"""What `/stats` and `/feedback` do: count, show."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import discord
import structlog

from arena.wire import Modality
from cogs.common.answers import send_privately, turn_page
from cogs.common.feature import guild_of
from cogs.insights import screens
from community.boards import Boards, Filters, World
from community.errors import BoardUnrated, SourceError
from community.statistics import FightReader, RemarkReader, Span, StatisticsReader, juries, surprises

log = structlog.get_logger(__name__)

SURPRISES: Final = 3
PAGE: Final = 5
"""Remarks on a page."""


class InsightsFace:
    """The face of statistics. `worlds` are the sources that tell everybody of all votes, by name, the first first."""

    def __init__(
        self,
        *,
        statistics: StatisticsReader,
        remarks: RemarkReader,
        boards: Boards,
        fights: FightReader,
        worlds: Mapping[str, World],
    ) -> None:
        self._statistics = statistics
        self._remarks = remarks
        self._boards = boards
        self._fights = fights
        self._worlds = worlds

    async def stats(self, interaction: discord.Interaction[Any]) -> None:
        """Show what this server's votes say."""
        guild_id = guild_of(interaction)
        # Counting a million ballots takes longer than Discord waits.
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._statistics.of_guild(guild_id, Span())
        source = (await self._boards.sources(guild_id))[0]
        results = await self._statistics.results(guild_id, source, Modality.TEXT, Span())
        name = interaction.guild.name if interaction.guild else "this server"
        surprising = surprises(results, await self._ratings(guild_id, source), SURPRISES)
        agreed = await juries(self._fights, guild_id)
        await send_privately(interaction, screens.statistics(found, surprising, agreed, guild_id, server=name))

    async def _ratings(self, guild_id: int, source: str) -> Mapping[str, float]:
        """What the server's board says; nothing where it cannot be rated, and then nothing surprises."""
        try:
            board = (await self._boards.server(guild_id, Filters(source=source))).board
        except BoardUnrated:
            return {}
        return {standing.model: standing.rating for standing in board.standings}

    async def feedback(self, interaction: discord.Interaction[Any], *, page: int = 0) -> None:
        """Show what this server's members wrote."""
        guild_id = guild_of(interaction)
        # One more than fits says whether there is a next page.
        opinion = await self._remarks.opinion(guild_id, skip=page * PAGE, limit=PAGE + 1)
        await turn_page(interaction, screens.feedback(opinion, guild_id, page=page, size=PAGE))

    async def world_stats(self, interaction: discord.Interaction[Any]) -> None:
        """Show how much there is in the world."""
        await self._of_world(interaction, _totals)

    async def world_feedback(self, interaction: discord.Interaction[Any]) -> None:
        """Show what voters everywhere wrote."""
        await self._of_world(interaction, _feedback)

    async def _of_world(
        self,
        interaction: discord.Interaction[Any],
        look: Callable[[str, World], Awaitable[discord.ui.LayoutView]],
    ) -> None:
        # A source may take longer than Discord waits.
        await interaction.response.defer(ephemeral=True, thinking=True)
        name, world = next(iter(self._worlds.items()))
        try:
            view = await look(name, world)
        except SourceError as error:
            log.warning("insights.world_failed", source=name, error=str(error))
            view = screens.no_answer(name)
        await send_privately(interaction, view)


async def _totals(name: str, world: World) -> discord.ui.LayoutView:
    return screens.totals(await world.totals(), name)


async def _feedback(name: str, world: World) -> discord.ui.LayoutView:
    return screens.world_feedback((await world.feedback())[:PAGE], name)
