"""The forms beside the ballot: stars and criteria, words, and the reason."""

from typing import Any, Final

import discord
from discord import SelectOption, ui

from cogs.battle.modals import BattleForm, written
from cogs.battle.opinions.face import OpinionFace
from cogs.common.notices import Apology
from community.battles import BattleId
from community.opinions import Rating, Reason
from community.opinions.values import MAX_REASON, MAX_WORDS

NOT_KEPT: Final = Apology("Not kept", "Something went wrong here. Please try again.")
_GRADES: Final = {5: "very good", 4: "good", 3: "fair", 2: "poor", 1: "very poor"}
_ASKED: Final = {
    "stars": ("Stars", "Both answers together"),
    "accuracy": ("Accuracy", "What they say is true"),
    "helpfulness": ("Helpfulness", "They answer what was asked"),
    "clarity": ("Clarity", "They are easy to follow"),
    "creativity": ("Creativity", "They have ideas of their own"),
}


class RatingForm(BattleForm[OpinionFace]):
    """Stars and four criteria, each of which may be left out."""

    APOLOGY = NOT_KEPT

    def __init__(self, battle_id: BattleId, standing: Rating) -> None:
        super().__init__(battle_id, OpinionFace, title="Rate the answers")
        self._selects = {name: _scale(standing.scores[name]) for name in _ASKED}
        for name, select in self._selects.items():
            label, description = _ASKED[name]
            self.add_item(ui.Label(text=label, description=description, component=select))

    async def submit(self, interaction: discord.Interaction[Any], face: OpinionFace) -> None:
        """Keep the scores."""
        rating = Rating(
            stars=self._given("stars"),
            accuracy=self._given("accuracy"),
            helpfulness=self._given("helpfulness"),
            clarity=self._given("clarity"),
            creativity=self._given("creativity"),
        )
        await face.rate(interaction, self.battle_id, rating)

    def _given(self, name: str) -> int | None:
        values = self._selects[name].values
        return int(values[0]) if values else None


class WordsForm(BattleForm[OpinionFace]):
    """Words beside a rating."""

    APOLOGY = NOT_KEPT

    def __init__(self, battle_id: BattleId, standing: Rating) -> None:
        super().__init__(battle_id, OpinionFace, title="Add words")
        self._words: ui.Label[Any] = ui.Label(
            text="What do you think of the answers?",
            description="It can be read without your name.",
            component=_paragraph(standing.words, MAX_WORDS),
        )
        self.add_item(self._words)

    async def submit(self, interaction: discord.Interaction[Any], face: OpinionFace) -> None:
        """Keep the words."""
        await face.add_words(interaction, self.battle_id, written(self._words))


class WhyForm(BattleForm[OpinionFace]):
    """The reason for a ballot."""

    APOLOGY = NOT_KEPT

    def __init__(self, battle_id: BattleId, standing: Reason | None) -> None:
        super().__init__(battle_id, OpinionFace, title="Say why")
        self._words: ui.Label[Any] = ui.Label(
            text="Why did you vote like this?",
            description="Nobody sees it before the close. After it, it can be read without your name.",
            component=_paragraph("" if standing is None else standing.words, MAX_REASON),
        )
        self.add_item(self._words)

    async def submit(self, interaction: discord.Interaction[Any], face: OpinionFace) -> None:
        """Keep the reason."""
        await face.say_why(interaction, self.battle_id, written(self._words))


def _scale(standing: int | None) -> ui.Select[Any]:
    options = [
        SelectOption(label=f"{score} · {grade}", value=str(score), default=score == standing)
        for score, grade in _GRADES.items()
    ]
    return ui.Select(options=options, min_values=0, required=False, placeholder="No answer")


def _paragraph(standing: str, most: int) -> ui.TextInput[Any]:
    return ui.TextInput(style=discord.TextStyle.paragraph, default=standing or None, max_length=most, required=False)
