"""What `/suggest` does: ask a source for prompts, and let each wait for a press."""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

import discord

from arena.wire import Modality
from cogs.common.answers import send_privately
from cogs.common.feature import channel_of, guild_of
from cogs.suggest import screens
from community.battles import BattleRequest, StartBattle, Terms, texts_of
from community.clock import Clock
from community.consent import Activity, Consents, Draft, Sent
from community.errors import LocaleUnknown

SHOWN: Final = 5
"""Suggestions at once: each is a line to read and a button to press."""


class SuggestFace:
    """The face of suggestions."""

    def __init__(self, *, start: StartBattle, consents: Consents, clock: Clock, rng: Random) -> None:
        self._start = start
        self._consents = consents
        self._clock = clock
        self._rng = rng

    async def show(self, interaction: discord.Interaction[Any], modality: Modality, locale: str | None) -> None:
        """Show some that start a battle, and what is left for that."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        terms = Terms(modality=modality, locale=locale)
        request = BattleRequest(
            guild_id=guild_of(interaction),
            channel_id=channel_of(interaction),
            member_id=interaction.user.id,
            prompt="",
            terms=terms,
            guild_locale=None if interaction.guild_locale is None else interaction.guild_locale.value,
        )
        try:
            source, prompts = await self._start.suggestions(request)
        except LocaleUnknown:
            await send_privately(interaction, screens.no_locale())
            return
        drafts = self._drafts(request, Sent(source.name, source.destination), prompts) if source else []
        if not drafts:
            await send_privately(interaction, screens.nothing())
            return
        await self._consents.keep(*drafts)
        left = await self._start.left(request.guild_id, request.member_id, source=drafts[0].sent.source)
        await send_privately(interaction, screens.suggestions(drafts, left))

    def _drafts(self, request: BattleRequest, sent: Sent, prompts: Sequence[str]) -> list[Draft]:
        chosen = self._rng.sample(prompts, min(SHOWN, len(prompts)))
        return [
            Draft(
                activity=Activity.BATTLE,
                guild_id=request.guild_id,
                channel_id=request.channel_id,
                member_id=request.member_id,
                prompt=prompt,
                sent=sent,
                terms=texts_of(request),
                created_at=self._clock.now(),
            )
            for prompt in chosen
        ]
