"""What the commands and buttons of world boards do: ask the source, show what it says."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import aiohttp
import discord
import structlog

from arena.wire import Modality, Standing
from cogs.common.boards import PAGE_ROWS, described, world_picture
from cogs.common.look import Reply
from cogs.common.pictures import Dot, Drawn, Pictures, Theme, heat_map
from cogs.leaderboard.world import screens
from cogs.leaderboard.world.custom_ids import MAX_CATEGORY, MAX_LOCALE, Kind, WorldLook
from community.boards import Meetings, Picture, World, Worlds, WorldUnknown
from community.errors import SourceError

log = structlog.get_logger(__name__)

OFFER_SECONDS: Final = 2.0
"""How long a suggestion waits for its source: Discord waits three seconds, and typing goes on without one."""


class WorldFace:
    """The face of everybody's boards."""

    def __init__(self, worlds: Worlds, pictures: Pictures) -> None:
        self._worlds = worlds
        self._pictures = pictures

    def source(self, asked: str | None) -> str:
        """The source to look at: what was asked for, or the first that publishes boards; empty where none does."""
        return asked or next(iter(self._worlds.all), "")

    async def show(self, interaction: discord.Interaction[Any], look: WorldLook) -> None:
        """Show this page to the member alone."""
        await _answer(interaction, lambda: self._page(look))

    async def post(self, interaction: discord.Interaction[Any], look: WorldLook) -> None:
        """Show this board to the whole channel; where the source does not answer, the member alone is told."""
        await _answer(interaction, lambda: self._page(look, to_all=True), to_all=True)

    async def meet(self, interaction: discord.Interaction[Any], look: WorldLook, model: str, other: str | None) -> None:
        """Show what one model did against another, or against all."""

        async def page() -> Reply:
            met = await self._meetings(look)
            if other is None:
                return Reply(screens.meetings_of(model, met.of(model), look))
            return Reply(screens.meeting(met.between(model, other), look))

        await _answer(interaction, page)

    async def sources(self) -> Sequence[str]:
        """The sources that publish boards."""
        return list(self._worlds.all)

    async def locales(self, source: str | None, modality: Modality) -> Sequence[str]:
        """The locales with votes; none where the source does not answer."""
        return await self._offered(source, lambda world: world.locales(modality))

    async def categories(self, source: str | None) -> Sequence[str]:
        """The categories with votes; none where the source does not answer."""

        async def ask(world: World) -> Sequence[str]:
            return [board.category for board in await world.categories()]

        return await self._offered(source, ask)

    async def models(self, source: str | None, modality: Modality) -> Sequence[str]:
        """The models that met others; none where the source does not answer."""

        async def ask(world: World) -> Sequence[str]:
            return Meetings(await world.head_to_head(modality)).models

        return await self._offered(source, ask)

    async def _offered(self, source: str | None, ask: Callable[[World], Awaitable[Sequence[str]]]) -> Sequence[str]:
        try:
            async with asyncio.timeout(OFFER_SECONDS):
                return await ask(self._worlds.of(source)[1])
        except (SourceError, WorldUnknown, TimeoutError) as error:
            log.info("world.nothing_to_offer", error=str(error))
            return ()

    async def _page(self, look: WorldLook, *, to_all: bool = False) -> Reply:
        _, world = self._worlds.of(look.source)
        await self._check(world, look)
        match look.kind:
            case Kind.BOARD:
                rows = await world.board(look.modality, locale=look.locale, category=look.category)
                return screens.world_board(rows, look, await self._draw_board(rows, look), to_all=to_all)
            case Kind.CATEGORIES:
                return screens.category_boards(await world.categories(locale=look.locale), look, to_all=to_all)
            case Kind.MEETINGS:
                met = await self._meetings(look)
                return screens.square(met.rows, look, await self._draw_square(met, look), to_all=to_all)

    async def _check(self, world: World, look: WorldLook) -> None:
        """What nobody could turn the pages of, or nobody voted in, is not asked for."""
        if look.category is not None:
            known = [board.category for board in await world.categories()]
            if look.category not in known or len(look.category) > MAX_CATEGORY:
                raise WorldUnknown
        if look.locale is not None:
            known = list(await world.locales(look.modality))
            if look.locale not in known or len(look.locale) > MAX_LOCALE:
                raise WorldUnknown

    async def _meetings(self, look: WorldLook) -> Meetings:
        _, world = self._worlds.of(look.source)
        return Meetings(await world.head_to_head(look.modality, locale=look.locale))

    async def _draw_board(self, rows: Sequence[Standing], look: WorldLook) -> Drawn | None:
        shown = list(enumerate(rows, start=1))[look.page * PAGE_ROWS : (look.page + 1) * PAGE_ROWS]
        if look.picture is Picture.NONE or not shown:
            return None
        models = [
            Dot(
                rank=one.rank or place,
                name=one.model_name,
                rating=one.elo_rating,
                lower=one.elo_lower,
                upper=one.elo_upper,
            )
            for place, one in shown
        ]
        return await self._pictures.draw(*world_picture(models, Theme(look.picture)))

    async def _draw_square(self, met: Meetings, look: WorldLook) -> Drawn | None:
        names, rates = met.square()
        if look.picture is Picture.NONE or not names:
            return None
        said = (f"{names[a]} wins {rate:.0%} against {names[b]}" for (a, b), rate in rates.items() if a < b)
        alt = described("A square of win rates.", said)
        return await self._pictures.draw(heat_map(names, rates, Theme(look.picture)), alt)


async def _answer(
    interaction: discord.Interaction[Any], page: Callable[[], Awaitable[Reply]], *, to_all: bool = False
) -> None:
    """Acknowledge, ask the source, which may take a while, and show what came of it."""
    on_page = interaction.message is not None and interaction.message.flags.ephemeral
    if on_page:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        reply = await page()
    except SourceError as error:
        log.info("world.unanswered", error=str(error))
        reply, to_all = Reply(screens.unanswered()), False
    except WorldUnknown:
        reply, to_all = Reply(screens.unknown()), False
    if to_all and on_page:
        await interaction.followup.send(view=reply.view, files=_files(reply))
        return
    try:
        await interaction.edit_original_response(view=reply.view, attachments=_files(reply))
    except aiohttp.ClientError:
        # The connection broke, which Discord's do now and then. Whether it arrived or not: twice the same edit is one.
        await interaction.edit_original_response(view=reply.view, attachments=_files(reply))


def _files(reply: Reply) -> list[discord.File]:
    return [] if reply.file is None else [discord.File(io.BytesIO(reply.file.content), reply.file.name)]
