"""The form that says what is wrong."""

from typing import Any

import discord
from discord import ui

from cogs.common.answers import send_privately
from cogs.common.errors import apologise
from cogs.common.feature import face_of
from cogs.common.notices import Apology
from cogs.reports import screens
from cogs.reports.face import ReportsFace
from community.errors import Refusal
from community.reports import MAX_WORDS, About

_APOLOGY = Apology("Not reported", "Something went wrong here. Please try again.")


class ReportForm(ui.Modal):
    """Asks what is wrong; it may be left empty. One that is sent after a restart fails and stays open as it was."""

    def __init__(self, about: About) -> None:
        super().__init__(title=f"Report this {about.subject}")
        self._about = about
        self._words = ui.TextInput[Any](style=discord.TextStyle.paragraph, max_length=MAX_WORDS, required=False)
        self.add_item(
            ui.Label(
                text="What is wrong?",
                description=f"Moderators get a link to this {about.subject} and see that it came from you.",
                component=self._words,
            )
        )

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """File the report; a refusal is an answer like any other."""
        try:
            await face_of(interaction, ReportsFace).report(interaction, self._about, self._words.value)
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal))

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:  # type: ignore[override] # as discord.ui.Modal declares it
        """Tell the member; the library would only log it."""
        await apologise(interaction, error, said=_APOLOGY)
