"""`/battle …`."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

import discord
from discord import app_commands

from arena.wire import Modality
from cogs.battle.forms import question_form, text_of
from cogs.battle.starting import Starting
from cogs.common.options import MODALITIES, Minutes
from community.battles import Mode, Terms
from community.errors import Refusal

Prompt = app_commands.Range[str, 1, 6000]
"""Discord's longest string option (interactions/application-commands)."""
_MOST_CHOICES: Final = 25
"""Discord's longest list of suggestions (interactions/autocomplete)."""


class BattleCommands(app_commands.Group):
    """Blind battles."""

    def __init__(self, face: Starting) -> None:
        super().__init__(
            name="battle",
            description="Blind battles: two models answer, you vote, then the names come out",
            guild_only=True,
        )
        self._face = face

    @app_commands.command(name="start", description="Ask two models without seeing their names, and let everybody vote")
    @app_commands.describe(
        prompt="What both models are asked; leave it out for a form with more room",
        file="A text file with a question of up to 10,000 characters; it follows the prompt",
        modality="What the models shall make: text, or pictures",
        locale="The language of the question, such as en or pt-BR; without it, this server's",
        mode="How the vote ends: at its deadline, or with the first vote",
        minutes="How long the vote stays open; without it, as long as usual on this server",
        source="Where the models run; without it, where they usually do here",
        model="A model that shall take part, where the source lets you choose; on which side is drawn",
        against="The model that it meets; without it one is drawn",
    )
    @app_commands.choices(
        mode=[
            app_commands.Choice(name="Everybody votes until the deadline", value=Mode.POLL),
            app_commands.Choice(name="The first vote decides", value=Mode.FIRST),
        ],
        modality=MODALITIES,
    )
    async def start(
        self,
        interaction: discord.Interaction[Any],
        *,
        prompt: Prompt | None = None,
        file: discord.Attachment | None = None,
        modality: str = Modality.TEXT,
        locale: str | None = None,
        mode: str = Mode.POLL,
        minutes: Minutes | None = None,
        source: str | None = None,
        model: str | None = None,
        against: str | None = None,
    ) -> None:
        """Start a battle in this channel."""
        terms = Terms(
            modality=Modality(modality),
            locale=locale,
            source=source,
            models=frozenset(slug for slug in (model, against) if slug is not None),
            mode=Mode(mode),
            voting_window=None if minutes is None else timedelta(minutes=minutes),
        )
        if prompt is None and file is None:
            await interaction.response.send_modal(await question_form(interaction, self._face, terms))
            return
        if file is not None:
            # Fetching it takes longer than Discord waits. Private, so that a refusal can be private too.
            await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            parts = [prompt, None if file is None else await text_of(file)]
        except Refusal as refusal:
            await self._face.refuse(interaction, refusal, prompt or "")
            return
        await self._face.start(interaction, "\n\n".join(part for part in parts if part is not None), terms)

    @start.autocomplete("source")
    async def _sources(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return _matching(typed, await self._face.offered_sources(interaction))

    @start.autocomplete("model")
    async def _model(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._models(interaction, typed, besides="against")

    @start.autocomplete("against")
    async def _against(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._models(interaction, typed, besides="model")

    @start.autocomplete("locale")
    async def _locales(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        known = await self._face.offered_locales(interaction, interaction.namespace.source, _modality(interaction))
        return _matching(typed, ((locale, locale) for locale in known))

    async def _models(
        self, interaction: discord.Interaction[Any], typed: str, *, besides: str
    ) -> list[app_commands.Choice[str]]:
        offered = await self._face.offered_models(interaction, interaction.namespace.source, _modality(interaction))
        taken = getattr(interaction.namespace, besides)
        return _matching(typed, ((model.name, model.slug) for model in offered if model.slug != taken))


def _modality(interaction: discord.Interaction[Any]) -> Modality:
    """What was chosen so far; what a namespace does not hold is None."""
    return Modality(interaction.namespace.modality or Modality.TEXT)


def _matching(typed: str, offered: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    found = [(label, value) for label, value in offered if typed.casefold() in f"{label} {value}".casefold()]
    return [app_commands.Choice(name=label[:100], value=value) for label, value in found[:_MOST_CHOICES]]
