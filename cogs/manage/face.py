"""What the commands for managers do: change one thing, show all of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
import structlog

from cogs.common.answers import turn_page
from cogs.manage import screens
from community.rules import VotingRules
from community.settings import GuildSettings, SettingsStore

log = structlog.get_logger(__name__)


class ManageFace:
    """The face of a server's settings. Discord itself shows the commands only to members who manage the server."""

    def __init__(self, settings: SettingsStore) -> None:
        self._settings = settings

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show all settings."""
        await turn_page(interaction, screens.settings(await self._settings.of_guild(_guild(interaction))))

    async def change(
        self, interaction: discord.Interaction[Any], change: Callable[[GuildSettings], GuildSettings]
    ) -> None:
        """Change the settings, then show all of them."""
        guild_id = _guild(interaction)
        kept = await self._settings.change(guild_id, change)
        log.info("settings.changed", guild=guild_id, member=interaction.user.id)
        await turn_page(interaction, screens.settings(kept))

    async def change_rules(
        self, interaction: discord.Interaction[Any], change: Callable[[VotingRules], VotingRules]
    ) -> None:
        """Change the rules of votes, then show all settings."""
        await self.change(interaction, lambda settings: replace(settings, voting=change(settings.voting)))


def _guild(interaction: discord.Interaction[Any]) -> int:
    if interaction.guild_id is None:
        raise AssertionError("the commands are for guilds only")
    return interaction.guild_id
