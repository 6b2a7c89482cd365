"""The buttons and selects beside the ballot."""

import re
from typing import Any, Final, Generic, Self

import discord
from discord.ui import DynamicItem, Item, Select

from cogs.battle import screens
from cogs.battle.buttons import Action, BattleButton, Press
from cogs.battle.menu_ids import AddWords, Guessed, GuessModels, Hush, Rate, SayWhy, Tell
from cogs.battle.opinions.face import OpinionFace
from cogs.battle.opinions.forms import RatingForm, WhyForm, WordsForm
from cogs.common.answers import send_privately
from cogs.common.feature import face_of
from cogs.common.items import Guarded
from community.errors import Refusal


class _Button(BattleButton[Action, OpinionFace], Generic[Action], template=r"battle:v1:none"):
    """A button of the face of opinions."""

    FACE = OpinionFace


class RateButton(_Button[Rate], template=Rate.TEMPLATE):
    """Rate, Change it."""

    ACTION = Rate

    async def act(self, interaction: Press, face: OpinionFace) -> None:
        """Open the form."""
        battle_id = self.action.battle
        await interaction.response.send_modal(RatingForm(battle_id, await face.rating(interaction, battle_id)))


class WordsButton(_Button[AddWords], template=AddWords.TEMPLATE):
    """Add words, Change the words."""

    ACTION = AddWords

    async def act(self, interaction: Press, face: OpinionFace) -> None:
        """Open the form."""
        battle_id = self.action.battle
        await interaction.response.send_modal(WordsForm(battle_id, await face.rating(interaction, battle_id)))


class WhyButton(_Button[SayWhy], template=SayWhy.TEMPLATE):
    """Say why, Change it."""

    ACTION = SayWhy

    async def act(self, interaction: Press, face: OpinionFace) -> None:
        """Open the form."""
        battle_id = self.action.battle
        await interaction.response.send_modal(WhyForm(battle_id, await face.reason(interaction, battle_id)))


class GuessButton(_Button[GuessModels], template=GuessModels.TEMPLATE):
    """Guess the models."""

    ACTION = GuessModels

    async def act(self, interaction: Press, face: OpinionFace) -> None:
        """Show the page."""
        await face.guess_page(interaction, self.action.battle)


class TellButton(_Button[Tell], template=Tell.TEMPLATE):
    """Tell me."""

    ACTION = Tell

    async def act(self, interaction: Press, face: OpinionFace) -> None:
        """Remember who asks."""
        await face.tell(interaction, self.action.battle)


class HushButton(_Button[Hush], template=Hush.TEMPLATE):
    """Never mind."""

    ACTION = Hush

    async def act(self, interaction: Press, face: OpinionFace) -> None:
        """Forget who asked."""
        await face.hush(interaction, self.action.battle)


class GuessSelect(Guarded, DynamicItem[Select[Any]], template=Guessed.TEMPLATE):
    """One of a side's lists of models."""

    def __init__(self, select: Select[Any], action: Guessed) -> None:
        super().__init__(select)
        self.action = action

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Take the select as it was posted."""
        return cls(item, Guessed.decode(match))  # type: ignore[arg-type] # the template matches string selects only

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the guess, or the lack of one."""
        action, name = self.action, next(iter(self.item.values), None)
        try:
            await face_of(interaction, OpinionFace).guess(interaction, action.battle, action.side, name)
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal).view)


ITEMS: Final = (RateButton, WordsButton, WhyButton, GuessButton, GuessSelect, TellButton, HushButton)
