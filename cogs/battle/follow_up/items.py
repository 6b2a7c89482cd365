"""The button of follow-ups."""

from typing import Final

from cogs.battle.buttons import BattleButton, Press
from cogs.battle.follow_up import screens
from cogs.battle.follow_up.face import FollowUpFace
from cogs.battle.follow_up.forms import FollowUpForm
from cogs.battle.menu_ids import FollowUp
from cogs.common.answers import turn_page
from community.battles import FollowUpRefused


class FollowUpButton(BattleButton[FollowUp, FollowUpFace], template=FollowUp.TEMPLATE):
    """Ask, Follow up."""

    ACTION = FollowUp
    FACE = FollowUpFace

    async def act(self, interaction: Press, face: FollowUpFace) -> None:
        """Ask for the question, where one can be asked."""
        try:
            await face.check(self.action.battle)
        except FollowUpRefused as refusal:
            await turn_page(interaction, screens.refused(refusal).view)
            return
        await interaction.response.send_modal(FollowUpForm(self.action.battle))


BUTTONS: Final = (FollowUpButton,)
