"""What all buttons of battles share: they are what their custom ids say, and one call."""

import re
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

import discord
from discord.ui import Button, DynamicItem, Item

from cogs.battle import screens
from cogs.common.answers import send_privately
from cogs.common.feature import face_of
from cogs.common.items import Guarded
from community.errors import Refusal

Press = discord.Interaction[Any]


class _Action(Protocol):
    @classmethod
    def decode(cls, match: re.Match[str]) -> Self: ...

    def encode(self) -> str: ...


Action = TypeVar("Action", bound=_Action)
Face = TypeVar("Face")


class BattleButton(Guarded, DynamicItem[Button[Any]], Generic[Action, Face], template=r"battle:v1:none"):
    """A button that an earlier process may have posted: its custom id is decoded into `action`."""

    ACTION: ClassVar[type[_Action]]
    FACE: ClassVar[type[Any]]
    """What `Action` and `Face` stand for."""

    def __init__(self, action: Action) -> None:
        super().__init__(Button(custom_id=action.encode()))
        self.action = action

    @classmethod
    async def from_custom_id(cls, _interaction: Press, _item: Item[Any], match: re.Match[str], /) -> Self:
        """Decode the custom id; nothing is looked up here, where an error would only be logged."""
        return cls(cls.ACTION.decode(match))  # type: ignore[arg-type] # ACTION is the class that Action stands for

    async def press(self, interaction: Press) -> None:
        """Hand the action to the running face; a refusal is an answer like any other."""
        try:
            await self.act(interaction, face_of(interaction, self.FACE))
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal).view)

    async def act(self, interaction: Press, face: Face) -> None:
        """What the button does."""
        raise NotImplementedError
