"""The buttons of drafts."""

import re
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item

from cogs.common.answers import send_privately
from cogs.common.consent import OfDraft
from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.common.look import SLATE, card, words
from cogs.common.notices import Apology
from cogs.consent.face import ConsentFace
from community.errors import DraftGone, Refusal

_GONE = ("### This is over", "It was started, given up, or left for a day. Nothing more happens here.")
_NOT_YOURS = ("### Not yours to decide", "Only the member whom it is about can press this.")


class DraftButton(Guarded, DynamicItem[Button[Any]], template=OfDraft.TEMPLATE):
    """[Agree and start], [Start], [Agree], [No]."""

    APOLOGY = Apology("Not started", "Something went wrong here. Please try again.")

    def __init__(self, action: OfDraft) -> None:
        super().__init__(Button(custom_id=action.encode()))
        self.action = action

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Decode the custom id."""
        return cls(OfDraft.decode(match))

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Hand it to the running face; a refusal is an answer like any other."""
        try:
            await face_of(interaction, ConsentFace).press(interaction, self.action.press, self.action.draft)
        except Refusal as refusal:
            said = _GONE if isinstance(refusal, DraftGone) else _NOT_YOURS
            await send_privately(interaction, card(SLATE, words(*said)))
