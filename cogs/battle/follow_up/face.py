"""What a member does who asks both models once more."""

from typing import Any

import discord
import structlog

from cogs.battle.follow_up import screens
from cogs.common import consent
from cogs.common.answers import send_privately
from cogs.common.errors import apologise
from cogs.common.feature import guild_of
from community.battles import BattleId, FollowUps
from community.clock import Clock
from community.consent import Activity, Consents, Draft
from community.errors import Refusal

log = structlog.get_logger(__name__)


class FollowUpFace:
    """The face of follow-ups."""

    def __init__(self, follow_ups: FollowUps, consents: Consents, clock: Clock) -> None:
        self._follow_ups = follow_ups
        self._consents = consents
        self._clock = clock

    async def check(self, battle_id: BattleId) -> None:
        """As `FollowUps.check`."""
        await self._follow_ups.check(battle_id)

    async def ask(self, interaction: discord.Interaction[Any], battle_id: BattleId, prompt: str) -> None:
        """Ask, and tell the asker what came of it; a question that was not asked is given back."""
        # Whether the source takes it may be known later than Discord waits.
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            if await self._waits_for_consent(interaction, battle_id, prompt):
                return
            turn = await self._follow_ups(battle_id, interaction.user.id, prompt)
        except Refusal as refusal:
            reply = screens.refused(refusal, question=prompt)
            await send_privately(interaction, reply.view, reply.file)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the member gets the question back
            await apologise(interaction, error, question=prompt)
            return
        log.info("follow_up.asked", battle=battle_id, member=interaction.user.id, turn=turn.number)
        reply = screens.asked(turn)
        await send_privately(interaction, reply.view, reply.file)

    async def resume(self, interaction: discord.Interaction[Any], draft: Draft) -> None:
        """Ask what waited for its asker to agree."""
        await self.ask(interaction, BattleId(draft.terms["battle"]), draft.prompt)

    async def _waits_for_consent(self, interaction: discord.Interaction[Any], battle_id: BattleId, prompt: str) -> bool:
        sent, member_id = await self._follow_ups.sent(battle_id), interaction.user.id
        if not await self._consents.needed(member_id, sent):
            return False
        draft = Draft(
            activity=Activity.FOLLOW_UP,
            guild_id=guild_of(interaction),
            channel_id=interaction.channel_id or 0,
            member_id=member_id,
            prompt=prompt,
            sent=sent,
            terms={"battle": battle_id},
            created_at=self._clock.now(),
        )
        await self._consents.keep(draft)
        await send_privately(interaction, consent.ask_member(draft))
        return True
