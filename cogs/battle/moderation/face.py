"""What moderators do with a battle, from its own menu."""

from typing import Any

import discord
import structlog

from cogs.battle.moderation.screens import voided_by_hand
from cogs.common.answers import turn_page
from cogs.common.feature import guild_of, is_moderator
from community.battles import BattleId, Moderation
from community.errors import NotAllowed

log = structlog.get_logger(__name__)


class ModerationFace:
    """The face of a server's moderators."""

    def __init__(self, moderation: Moderation) -> None:
        self._moderation = moderation

    async def void(self, interaction: discord.Interaction[Any], battle_id: BattleId, reason: str) -> None:
        """Void the battle.

        Raises:
            NotAllowed: the member is no moderator, perhaps not any more.
            Refusal: there is no such battle, or it is void already.
        """
        if not is_moderator(interaction):
            raise NotAllowed
        member_id = interaction.user.id
        battle = await self._moderation.void(guild_of(interaction), battle_id, by=member_id, reason=reason)
        log.info("battle.voided", battle=battle_id, guild=battle.guild_id, member=member_id)
        await turn_page(interaction, voided_by_hand(battle))
