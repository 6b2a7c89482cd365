"""`/fight …`."""

from typing import Any

import discord
from discord import app_commands

from arena.wire.concurred import MAX_ROUNDS, FightStyle
from cogs.fight.face import FightFace
from cogs.fight.starting import USUAL_ROUNDS
from community.fights import Terms

Question = app_commands.Range[str, 1, 6000]
"""Discord's longest string option (interactions/application-commands); what is too long is refused and given back."""
Rounds = app_commands.Range[int, 1, MAX_ROUNDS]


class FightCommands(app_commands.Group):
    """Fights."""

    def __init__(self, face: FightFace) -> None:
        super().__init__(
            name="fight",
            description="Fights: up to eight models answer, argue and vote on each other, live",
            guild_only=True,
        )
        self._face = face

    @app_commands.command(name="start", description="Let models argue over a question and vote on each other")
    @app_commands.describe(
        message="What they argue over, up to 2,000 characters",
        models="Two to eight models with commas between; without it all of them, at most eight",
        rounds="How often each may speak; 2 if you say nothing",
        style="How the models of a round see each other",
        four_of="One model, four times against itself, instead of several models",
        image="A picture that the question is about",
        anonymous="Letters instead of names until the end",
    )
    @app_commands.choices(
        style=[
            app_commands.Choice(name="Brawl: one after the other, each sees the ones before", value=FightStyle.BRAWL),
            app_commands.Choice(name="Blitz: all at once, nobody sees the others", value=FightStyle.BLITZ),
        ]
    )
    async def start(
        self,
        interaction: discord.Interaction[Any],
        message: Question,
        *,
        models: str | None = None,
        rounds: Rounds = USUAL_ROUNDS,
        style: str = FightStyle.BRAWL,
        four_of: str | None = None,
        image: discord.Attachment | None = None,
        anonymous: bool = False,
    ) -> None:
        """Start a fight in this channel."""
        terms = Terms(
            rounds=rounds,
            style=FightStyle(style),
            image_url=None if image is None else image.url,
            anonymous=anonymous,
        )
        await self._face.starting.start(interaction, message, terms, models=models, multiplied=four_of)

    @start.autocomplete("models")
    async def _models(self, _interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._offers(typed, several=True)

    @start.autocomplete("four_of")
    async def _four_of(self, _interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._offers(typed, several=False)

    @app_commands.command(name="stop", description="Stop the fight in this channel, if you started it or moderate")
    async def stop(self, interaction: discord.Interaction[Any]) -> None:
        """Stop the newest fight here."""
        await self._face.stop_here(interaction)

    async def _offers(self, typed: str, *, several: bool) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=label, value=value)
            for label, value in await self._face.starting.offers(typed, several=several)
        ]
