"""The buttons of battles. Each is what its custom id says, and one call."""

import re
from typing import Any, ClassVar, Final, Generic, Protocol, Self, TypeVar

import discord
from discord.ui import Button, DynamicItem, Item

from cogs.battle import screens
from cogs.battle.custom_ids import Again, Close, More, Question, Read, Vote, Withdraw
from cogs.battle.face import BattleFace
from cogs.common.answers import send_privately
from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.common.notices import Apology
from community.errors import Refusal

Press = discord.Interaction[Any]


class _Action(Protocol):
    @classmethod
    def decode(cls, match: re.Match[str]) -> Self: ...

    def encode(self) -> str: ...


Action = TypeVar("Action", bound=_Action)


class _BattleButton(Guarded, DynamicItem[Button[Any]], Generic[Action], template=r"battle:v1:none"):
    """A button that an earlier process may have posted: its custom id is decoded into `action`."""

    ACTION: ClassVar[type[_Action]]

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
            await self.act(interaction, face_of(interaction, BattleFace))
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal).view)

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """What the button does."""
        raise NotImplementedError


class VoteButton(_BattleButton[Vote], template=Vote.TEMPLATE):
    """Vote A, Vote B, Tie, Both bad."""

    ACTION = Vote
    APOLOGY = Apology("Not counted", "Something went wrong here. Please vote again.")

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Cast or change the ballot."""
        await face.vote(interaction, self.action.battle, self.action.choice)


class WithdrawButton(_BattleButton[Withdraw], template=Withdraw.TEMPLATE):
    """Withdraw."""

    ACTION = Withdraw
    APOLOGY = Apology("Not withdrawn", "Something went wrong here, so your ballot stands. Please try again.")

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Take the ballot back."""
        await face.withdraw(interaction, self.action.battle)


class MoreButton(_BattleButton[More], template=More.TEMPLATE):
    """More."""

    ACTION = More

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Show the private menu."""
        await face.more(interaction, self.action.battle)


class CloseButton(_BattleButton[Close], template=Close.TEMPLATE):
    """Close it now."""

    ACTION = Close

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Close the vote."""
        await face.close(interaction, self.action.battle)


class ReadButton(_BattleButton[Read], template=Read.TEMPLATE):
    """Read A, Read B, Previous, Next, Plain text, Formatted."""

    ACTION = Read

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Show a page of an answer."""
        await face.read(interaction, self.action)


class QuestionButton(_BattleButton[Question], template=Question.TEMPLATE):
    """Read the whole question."""

    ACTION = Question

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Show a page of the question."""
        await face.question(interaction, self.action)


class AgainButton(_BattleButton[Again], template=Again.TEMPLATE):
    """Try again, Rematch."""

    ACTION = Again

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Start a new battle with the same prompt."""
        await face.again(interaction, self.action.battle)


BUTTONS: Final = (VoteButton, WithdrawButton, MoreButton, CloseButton, ReadButton, QuestionButton, AgainButton)
