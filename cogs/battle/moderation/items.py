"""The buttons of moderators."""

from typing import Final

from cogs.battle.buttons import BattleButton, Press
from cogs.battle.menu_ids import Void
from cogs.battle.moderation.face import ModerationFace
from cogs.battle.moderation.forms import VoidForm


class VoidButton(BattleButton[Void, ModerationFace], template=Void.TEMPLATE):
    """Void."""

    ACTION = Void
    FACE = ModerationFace

    async def act(self, interaction: Press, _face: ModerationFace) -> None:
        """Ask why."""
        await interaction.response.send_modal(VoidForm(self.action.battle))


BUTTONS: Final = (VoidButton,)
