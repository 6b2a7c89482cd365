"""The buttons of battles. Each is what its custom id says, and one call."""

from typing import Final, Generic

from cogs.battle.buttons import Action, BattleButton, Press
from cogs.battle.custom_ids import Again, Close, More, Question, Read, Vote, Withdraw
from cogs.battle.face import BattleFace
from cogs.common.notices import Apology


class _Button(BattleButton[Action, BattleFace], Generic[Action], template=r"battle:v1:none"):
    """A button of the battle's own face."""

    FACE = BattleFace


class VoteButton(_Button[Vote], template=Vote.TEMPLATE):
    """Vote A, Vote B, Tie, Both bad."""

    ACTION = Vote
    APOLOGY = Apology("Not counted", "Something went wrong here. Please vote again.")

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Cast or change the ballot."""
        await face.vote(interaction, self.action.battle, self.action.choice)


class WithdrawButton(_Button[Withdraw], template=Withdraw.TEMPLATE):
    """Withdraw."""

    ACTION = Withdraw
    APOLOGY = Apology("Not withdrawn", "Something went wrong here, so your ballot stands. Please try again.")

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Take the ballot back."""
        await face.withdraw(interaction, self.action.battle)


class MoreButton(_Button[More], template=More.TEMPLATE):
    """More."""

    ACTION = More

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Show the private menu."""
        await face.more(interaction, self.action.battle)


class CloseButton(_Button[Close], template=Close.TEMPLATE):
    """Close it now."""

    ACTION = Close

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Close the vote."""
        await face.close(interaction, self.action.battle)


class ReadButton(_Button[Read], template=Read.TEMPLATE):
    """Read A, Read B, Previous, Next, Plain text, Formatted."""

    ACTION = Read

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Show a page of an answer."""
        await face.read(interaction, self.action)


class QuestionButton(_Button[Question], template=Question.TEMPLATE):
    """Read the whole question."""

    ACTION = Question

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Show a page of the question."""
        await face.question(interaction, self.action)


class AgainButton(_Button[Again], template=Again.TEMPLATE):
    """Try again, Rematch."""

    ACTION = Again

    async def act(self, interaction: Press, face: BattleFace) -> None:
        """Start a new battle with the same prompt."""
        await face.starting.again(interaction, self.action.battle)


BUTTONS: Final = (VoteButton, WithdrawButton, MoreButton, CloseButton, ReadButton, QuestionButton, AgainButton)
