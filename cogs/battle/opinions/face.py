"""What members do beside voting: rate, say why, guess, ask to be told. All of it is answered in private."""

from typing import Any, Final, Literal

import discord

from cogs.battle.custom_ids import Side
from cogs.battle.opinions import screens
from cogs.common.answers import LatestCards, turn_page
from community.battles import BattleId
from community.opinions import Guess, Opinions, Rating, Reason

_SIDES: Final[dict[Side, Literal["a", "b"]]] = {Side.A: "a", Side.B: "b"}


class OpinionFace:
    """The face of opinions. Refusals go up to the button or form."""

    def __init__(self, opinions: Opinions) -> None:
        self._opinions = opinions
        self._cards = LatestCards()

    async def rating(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> Rating:
        """The member's own rating, to fill a form with."""
        return await self._opinions.rating_of(battle_id, interaction.user.id)

    async def rate(self, interaction: discord.Interaction[Any], battle_id: BattleId, scores: Rating) -> None:
        """Keep the scores."""
        await self._rated(interaction, battle_id, await self._opinions.score(battle_id, interaction.user.id, scores))

    async def add_words(self, interaction: discord.Interaction[Any], battle_id: BattleId, words: str) -> None:
        """Keep the words."""
        await self._rated(interaction, battle_id, await self._opinions.add_words(battle_id, interaction.user.id, words))

    async def reason(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> Reason | None:
        """Why the member voted like this, to fill a form with."""
        return await self._opinions.reason_of(battle_id, interaction.user.id)

    async def say_why(self, interaction: discord.Interaction[Any], battle_id: BattleId, words: str) -> None:
        """Keep the reason."""
        await self._opinions.give_reason(battle_id, interaction.user.id, words)
        await turn_page(interaction, screens.reason_kept(battle_id, kept=bool(words)))

    async def guess_page(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> None:
        """Show the page where models are guessed."""
        await self._guesses(interaction, battle_id, await self._opinions.guess_of(battle_id, interaction.user.id))

    async def guess(
        self, interaction: discord.Interaction[Any], battle_id: BattleId, side: Side, name: str | None
    ) -> None:
        """Keep the guess of one side."""
        kept = await self._opinions.guess(battle_id, interaction.user.id, side=_SIDES[side], name=name)
        await self._guesses(interaction, battle_id, kept)

    async def tell(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> None:
        """Have the member told of the reveal."""
        await self._opinions.watch(battle_id, interaction.user.id)
        await turn_page(interaction, screens.will_tell(battle_id))

    async def hush(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> None:
        """Leave the member alone after all."""
        await self._opinions.unwatch(battle_id, interaction.user.id)
        await turn_page(interaction, screens.will_not_tell(battle_id))

    async def _rated(self, interaction: discord.Interaction[Any], battle_id: BattleId, rating: Rating) -> None:
        battle = await self._opinions.battle(battle_id)
        goes_on = interaction.user.id == battle.starter_id and self._opinions.go_upstream(battle)
        view = screens.rated(battle, rating, goes_on=goes_on)
        await self._cards.show(interaction, battle_id, view)

    async def _guesses(self, interaction: discord.Interaction[Any], battle_id: BattleId, guess: Guess) -> None:
        battle = await self._opinions.battle(battle_id)
        await turn_page(interaction, screens.guessing(battle, await self._opinions.competitors(battle), guess))
