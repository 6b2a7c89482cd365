"""The buttons of world boards."""

import re
from dataclasses import replace
from typing import Any, ClassVar, Final, Self

import discord
from discord.ui import Button, DynamicItem, Item

from cogs.common.boards import looks
from cogs.common.boards.looks import Look
from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.leaderboard.world.custom_ids import Kind, WorldLook, template
from cogs.leaderboard.world.face import WorldFace

Press = discord.Interaction[Any]


class _Turn(Guarded, DynamicItem[Button[Any]], template=r"world:v1:none"):
    """Turns a page."""

    ACTION: ClassVar[str]
    BY: ClassVar[int]

    def __init__(self, look: WorldLook) -> None:
        super().__init__(Button(custom_id=look.encode(self.ACTION)))
        self.look = look

    @classmethod
    async def from_custom_id(cls, _interaction: Press, _item: Item[Any], match: re.Match[str], /) -> Self:
        """Decode the custom id; nothing is looked up here, where an error would only be logged."""
        return cls(WorldLook.decode(match))

    async def press(self, interaction: Press) -> None:
        """Show the page that it leads to."""
        page = max(0, self.look.page + self.BY)
        await face_of(interaction, WorldFace).show(interaction, replace(self.look, page=page))


class WorldPrevious(_Turn, template=template("previous")):
    """Previous."""

    ACTION, BY = "previous", -1


class WorldNext(_Turn, template=template("next")):
    """Next."""

    ACTION, BY = "next", 1


class WorldButton(Guarded, DynamicItem[Button[Any]], template=looks.template("world")):
    """World board, beside a server's."""

    def __init__(self, look: Look) -> None:
        super().__init__(Button(custom_id=look.encode("world")))
        self.look = look

    @classmethod
    async def from_custom_id(cls, _interaction: Press, _item: Item[Any], match: re.Match[str], /) -> Self:
        """Decode the custom id."""
        return cls(Look.decode(match))

    async def press(self, interaction: Press) -> None:
        """Show the same source's board of everybody."""
        filters = self.look.filters
        look = WorldLook(kind=Kind.BOARD, source=filters.source, modality=filters.modality, picture=self.look.picture)
        await face_of(interaction, WorldFace).show(interaction, look)


class WorldPost(_Turn, template=template("post")):
    """Post here."""

    ACTION, BY = "post", 0

    async def press(self, interaction: Press) -> None:
        """Show it to the channel."""
        await face_of(interaction, WorldFace).post(interaction, replace(self.look, page=0))


WORLD_ITEMS: Final = (WorldPrevious, WorldNext, WorldPost, WorldButton)
