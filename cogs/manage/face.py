"""What the commands for managers do: change one thing, show all of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import discord
import structlog

from cogs.common.answers import turn_page
from cogs.common.feature import guild_of
from cogs.manage import screens
from community.battles import Moderation
from community.errors import AlreadyVoid, BattleNotFound
from community.rules import VotingRules
from community.settings import GuildSettings, SettingsStore

log = structlog.get_logger(__name__)


class ManageFace:
    """The face of a server's settings. Discord itself shows the commands only to members who manage the server."""

    def __init__(self, settings: SettingsStore, moderation: Moderation) -> None:
        self._settings = settings
        self._moderation = moderation

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show all settings."""
        await turn_page(interaction, screens.settings(await self._settings.of_guild(guild_of(interaction))))

    async def change(
        self, interaction: discord.Interaction[Any], change: Callable[[GuildSettings], GuildSettings]
    ) -> None:
        """Change the settings, then show all of them."""
        guild_id = guild_of(interaction)
        kept = await self._settings.change(guild_id, change)
        log.info("settings.changed", guild=guild_id, member=interaction.user.id)
        await turn_page(interaction, screens.settings(kept))

    async def refuse_source(self, interaction: discord.Interaction[Any], sources: Sequence[str]) -> None:
        """Say what could be set."""
        await turn_page(interaction, screens.no_such_source(sources))

    async def change_rules(
        self, interaction: discord.Interaction[Any], change: Callable[[VotingRules], VotingRules]
    ) -> None:
        """Change the rules of votes, then show all settings."""
        await self.change(interaction, lambda settings: replace(settings, voting=change(settings.voting)))

    async def void(self, interaction: discord.Interaction[Any], which: str, reason: str) -> None:
        """Void the battle that a link or an id names."""
        guild_id, member_id = guild_of(interaction), interaction.user.id
        try:
            battle_id = await self._moderation.find(guild_id, which)
            await self._moderation.void(guild_id, battle_id, by=member_id, reason=reason)
        except (BattleNotFound, AlreadyVoid) as refusal:
            await turn_page(interaction, screens.not_voided(refusal))
            return
        log.info("battle.voided", battle=battle_id, guild=guild_id, member=member_id)
        await turn_page(interaction, screens.voided())
