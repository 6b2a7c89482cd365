"""What all forms about a battle share: an error is told, and a refusal is an answer like any other."""

from typing import Any, Generic, TypeVar

import discord
from discord import ui

from cogs.battle import screens
from cogs.common.answers import send_privately
from cogs.common.errors import apologise
from cogs.common.feature import face_of
from cogs.common.notices import ANY, Apology
from community.battles import BattleId
from community.errors import Refusal

Face = TypeVar("Face")


class BattleForm(Generic[Face], ui.Modal):  # noqa: PYI059 - discord.py's hook for subclasses does not call the next one
    """A form about one battle. One that is sent after a restart fails, and Discord keeps it open as it was."""

    APOLOGY: Apology = ANY

    def __init__(self, battle_id: BattleId, face: type[Face], *, title: str) -> None:
        super().__init__(title=title)
        self.battle_id = battle_id
        self._face = face

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Hand what was written to the running face."""
        try:
            await self.submit(interaction, face_of(interaction, self._face))
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal).view)

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:  # type: ignore[override] # as discord.ui.Modal declares it
        """Tell the member; the library would only log it."""
        await apologise(interaction, error, said=self.APOLOGY)

    async def submit(self, interaction: discord.Interaction[Any], face: Face) -> None:
        """What the form does."""
        raise NotImplementedError


def written(label: ui.Label[Any]) -> str:
    """What a member wrote into a text field."""
    field = label.component
    return field.value.strip() if isinstance(field, ui.TextInput) else ""
