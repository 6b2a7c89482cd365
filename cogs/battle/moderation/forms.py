"""The form that asks why a battle is voided."""

from typing import Any, Final

import discord
from discord import ui

from cogs.battle.modals import BattleForm, written
from cogs.battle.moderation.face import ModerationFace
from cogs.common.notices import Apology
from community.battles import BattleId
from community.battles.moderating import MAX_REASON

NOT_VOIDED: Final = Apology("Not voided", "Something went wrong here, so the battle stands. Please try again.")


class VoidForm(BattleForm[ModerationFace]):
    """Asks for the reason; sending it is the confirmation."""

    APOLOGY = NOT_VOIDED

    reason: ui.Label[Any] = ui.Label(
        text="Why? Everybody can read it",
        description="The battle then counts on no board. This cannot be taken back.",
        component=ui.TextInput(max_length=MAX_REASON, required=False),
    )

    def __init__(self, battle_id: BattleId) -> None:
        super().__init__(battle_id, ModerationFace, title="Void this battle")

    async def submit(self, interaction: discord.Interaction[Any], face: ModerationFace) -> None:
        """Void the battle."""
        await face.void(interaction, self.battle_id, written(self.reason))
