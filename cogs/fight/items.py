"""The buttons and selects of fights. Each is what its custom id says, and one call."""

import re
from typing import Any, ClassVar, Final, Generic, Protocol, Self, TypeVar

import discord
from discord.ui import Button, DynamicItem, Item, Select

from cogs.common.answers import send_privately
from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.common.notices import Apology
from cogs.fight import screens
from cogs.fight.custom_ids import (
    Again,
    Answers,
    Ballot,
    More,
    Read,
    Stop,
    TopTwo,
    Vote,
    WhichRound,
    WhoseAnswer,
    Withdraw,
)
from cogs.fight.face import FightFace
from community.errors import Refusal

Press = discord.Interaction[Any]


class _Action(Protocol):
    @classmethod
    def decode(cls, match: re.Match[str]) -> Self: ...

    def encode(self) -> str: ...


Action = TypeVar("Action", bound=_Action)


class _FightButton(Guarded, DynamicItem[Button[Any]], Generic[Action], template=r"fight:v1:none"):
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
            await self.act(interaction, face_of(interaction, FightFace))
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal).view)

    async def act(self, interaction: Press, face: FightFace) -> None:
        """What the button does."""
        raise NotImplementedError


class BallotButton(_FightButton[Ballot], template=Ballot.TEMPLATE):
    """Vote."""

    ACTION = Ballot

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Show the member's ballot."""
        await face.ballot(interaction, self.action.fight)


class VoteButton(_FightButton[Vote], template=Vote.TEMPLATE):
    """A fighter's button on the private ballot."""

    ACTION = Vote
    APOLOGY = Apology("Not counted", "Something went wrong here. Please vote again.")

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Cast or change the ballot."""
        await face.vote(interaction, self.action.fight, self.action.seat)


class WithdrawButton(_FightButton[Withdraw], template=Withdraw.TEMPLATE):
    """Withdraw."""

    ACTION = Withdraw
    APOLOGY = Apology("Not withdrawn", "Something went wrong here, so your ballot stands. Please try again.")

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Take the ballot back."""
        await face.vote(interaction, self.action.fight, None)


class AnswersButton(_FightButton[Answers], template=Answers.TEMPLATE):
    """Read answers."""

    ACTION = Answers

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Show the newest answer."""
        await face.read_latest(interaction, self.action.fight)


class ReadButton(_FightButton[Read], template=Read.TEMPLATE):
    """Previous, Next."""

    ACTION = Read

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Show a page of an answer."""
        await face.read(interaction, self.action)


class MoreButton(_FightButton[More], template=More.TEMPLATE):
    """More."""

    ACTION = More

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Show the private menu."""
        await face.more(interaction, self.action.fight)


class StopButton(_FightButton[Stop], template=Stop.TEMPLATE):
    """Stop."""

    ACTION = Stop

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Stop the fight."""
        await face.stop(interaction, self.action.fight)


class AgainButton(_FightButton[Again], template=Again.TEMPLATE):
    """Rematch, Run it again."""

    ACTION = Again

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Start a new fight on the same terms."""
        await face.starting.again(interaction, self.action.fight)


class TopTwoButton(_FightButton[TopTwo], template=TopTwo.TEMPLATE):
    """Battle the top two."""

    ACTION = TopTwo

    async def act(self, interaction: Press, face: FightFace) -> None:
        """Start a blind battle between them."""
        await face.battle_top_two(interaction, self.action.fight)


class _Chooser(Guarded, DynamicItem[Select[Any]], template=r"fight:v1:no-select"):
    """A select whose choice is a page to read."""

    ACTION: ClassVar[type[WhoseAnswer | WhichRound]]

    def __init__(self, select: Select[Any], action: WhoseAnswer | WhichRound) -> None:
        super().__init__(select)
        self.action = action

    @classmethod
    async def from_custom_id(cls, _interaction: Press, item: Item[Any], match: re.Match[str], /) -> Self:
        """Take the select as it was posted."""
        return cls(item, cls.ACTION.decode(match))  # type: ignore[arg-type] # the template matches these selects only

    async def press(self, interaction: Press) -> None:
        """Show what was chosen."""
        await face_of(interaction, FightFace).read(interaction, self.action.chosen(self.item.values[0]))


class WhoseAnswerSelect(_Chooser, template=WhoseAnswer.TEMPLATE):
    """Whose answer to read."""

    ACTION = WhoseAnswer


class WhichRoundSelect(_Chooser, template=WhichRound.TEMPLATE):
    """Which round's answer to read."""

    ACTION = WhichRound


ITEMS: Final = (
    BallotButton,
    VoteButton,
    WithdrawButton,
    AnswersButton,
    ReadButton,
    MoreButton,
    StopButton,
    AgainButton,
    TopTwoButton,
    WhoseAnswerSelect,
    WhichRoundSelect,
)
