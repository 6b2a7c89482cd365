"""The buttons and selects of boards. Each is what its custom id says, and one call."""

import re
from dataclasses import replace
from typing import Any, ClassVar, Final, Self

import discord
from discord.ui import Button, DynamicItem, Item, Select

from arena.wire import Category
from cogs.common.boards.looks import Look, Scope, Show, template
from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.common.leaderboard import SEE, see_button
from cogs.leaderboard.face import LeaderboardFace
from cogs.leaderboard.screens import ALL
from community.boards import Period, Picture

Press = discord.Interaction[Any]


class _BoardButton(Guarded, DynamicItem[Button[Any]], template=r"board:v1:none"):
    """A button on a board: it leads to another page."""

    ACTION: ClassVar[str]

    def __init__(self, look: Look) -> None:
        super().__init__(Button(custom_id=look.encode(self.ACTION)))
        self.look = look

    @classmethod
    async def from_custom_id(cls, _interaction: Press, _item: Item[Any], match: re.Match[str], /) -> Self:
        """Decode the custom id; nothing is looked up here, where an error would only be logged."""
        return cls(Look.decode(match))

    async def press(self, interaction: Press) -> None:
        """Show the page that it leads to."""
        await face_of(interaction, LeaderboardFace).show(interaction, self.leads_to())

    def leads_to(self) -> Look:
        """The page."""
        raise NotImplementedError


class PreviousButton(_BoardButton, template=template("previous")):
    """Previous."""

    ACTION = "previous"

    def leads_to(self) -> Look:
        """The page before."""
        return replace(self.look, page=max(0, self.look.page - 1))


class NextButton(_BoardButton, template=template("next")):
    """Next."""

    ACTION = "next"

    def leads_to(self) -> Look:
        """The page after."""
        return replace(self.look, page=self.look.page + 1)


class MeButton(_BoardButton, template=template("me")):
    """My board."""

    ACTION = "me"

    def leads_to(self) -> Look:
        """The member's own, of any category."""
        return replace(self.look, scope=Scope.ME, filters=replace(self.look.filters, category=None), page=0)


class ServerButton(_BoardButton, template=template("server")):
    """Server board."""

    ACTION = "server"

    def leads_to(self) -> Look:
        """The server's."""
        return replace(self.look, scope=Scope.SERVER, page=0)


class SeeButton(Guarded, DynamicItem[Button[Any]], template=SEE):
    """See the leaderboard, on another feature's page."""

    def __init__(self) -> None:
        super().__init__(see_button())

    @classmethod
    async def from_custom_id(cls, _interaction: Press, _item: Item[Any], _match: re.Match[str], /) -> Self:
        """There is nothing to decode."""
        return cls()

    async def press(self, interaction: Press) -> None:
        """Open the server's board."""
        await face_of(interaction, LeaderboardFace).open(interaction)


class PostButton(_BoardButton, template=template("post")):
    """Post here."""

    ACTION = "post"

    async def press(self, interaction: Press) -> None:
        """Show it to the channel."""
        await face_of(interaction, LeaderboardFace).post(interaction, self.look)


class _Filter(Guarded, DynamicItem[Select[Any]], template=r"board:v1:nothing"):
    """A select: what is chosen replaces a part of the look."""

    def __init__(self, item: Select[Any], look: Look) -> None:
        super().__init__(item)
        self.look = look

    @classmethod
    async def from_custom_id(cls, _interaction: Press, item: Item[Any], match: re.Match[str], /) -> Self:
        """Take the select as it was posted."""
        return cls(item, Look.decode(match))  # type: ignore[arg-type] # the template matches selects only

    async def press(self, interaction: Press) -> None:
        """Show the first page of what was chosen."""
        (value,) = self.item.values
        await face_of(interaction, LeaderboardFace).show(interaction, replace(self.chosen(value), page=0))

    def chosen(self, value: str) -> Look:
        """The look with the choice in it."""
        raise NotImplementedError


class CategorySelect(_Filter, template=template("category")):
    """Category."""

    def chosen(self, value: str) -> Look:
        """Only battles whose prompt is in this category."""
        category = None if value == ALL else Category(value)
        return replace(self.look, filters=replace(self.look.filters, category=category))


class PeriodSelect(_Filter, template=template("period")):
    """Time."""

    def chosen(self, value: str) -> Look:
        """Only battles of this period."""
        return replace(self.look, filters=replace(self.look.filters, period=Period(value)))


class ViewSelect(_Filter, template=template("view")):
    """What is shown, and how it is drawn."""

    def chosen(self, value: str) -> Look:
        """The same board, looked at otherwise; who asks for a picture of what happened wants to see one."""
        if value in set(Show):
            picture = Picture.DARK if self.look.picture is Picture.NONE else self.look.picture
            return replace(self.look, show=Show(value), picture=picture)
        return replace(self.look, picture=Picture(value))


ITEMS: Final = (
    PreviousButton,
    NextButton,
    MeButton,
    ServerButton,
    SeeButton,
    PostButton,
    CategorySelect,
    PeriodSelect,
    ViewSelect,
)
